"""llama.cpp, through llama-cpp-python, on random weights of the model's shapes."""

import ctypes
import time

import gguf
from shapes import IMAGES, LAYERS, TEXTS, VOCABULARY

# The tower wants a decoder beside it, which it never runs.
IDLE_LAYERS, IDLE_VOCABULARY = 1, 1000


class LlamaTexts:
    """The decoder, without adapters."""

    def __init__(self, folder, threads):
        import llama_cpp
        path = folder / "random-qwen2.gguf"
        if not path.exists():
            gguf.write(path, *gguf.decoder(LAYERS, VOCABULARY))
        self.model = llama_cpp.Llama(
            str(path), embedding=True, n_ctx=32 * 512, n_batch=1024, n_ubatch=1024, n_seq_max=32, n_threads=threads,
            n_threads_batch=threads, pooling_type=llama_cpp.LLAMA_POOLING_TYPE_MEAN, verbose=False)
        self.library = llama_cpp

    def run(self, case):
        texts, tokens, passes = TEXTS[case]
        library, context = self.library, self.model._ctx.ctx
        batch = library.llama_batch_init(texts * tokens, 0, 1)
        batch.n_tokens = texts * tokens
        for text in range(texts):
            for position in range(tokens):
                row = text * tokens + position
                batch.token[row] = (row * 7919 + 104729) % 100000
                batch.pos[row], batch.n_seq_id[row], batch.seq_id[row][0] = position, 1, text
                batch.logits[row] = 1
        total = 0.0
        for _ in range(passes):
            library.llama_memory_clear(library.llama_get_memory(context), True)
            start = time.perf_counter()
            status = library.llama_decode(context, batch)
            library.llama_get_embeddings_seq(context, 0)
            total += time.perf_counter() - start
            assert status == 0, status
        library.llama_batch_free(batch)
        return total * 1000


class LlamaImages:
    """The vision tower with its merger."""

    def __init__(self, folder, threads):
        import llama_cpp
        from llama_cpp import mtmd_cpp
        tower, decoder = folder / "random-tower.gguf", folder / "random-idle.gguf"
        if not tower.exists():
            gguf.write(tower, *gguf.tower())
        if not decoder.exists():
            gguf.write(decoder, *gguf.decoder(IDLE_LAYERS, IDLE_VOCABULARY))
        self.library = mtmd_cpp
        # Kept, as the library goes on calling it.
        self.silence = llama_cpp.llama_log_callback(lambda level, text, data: None)
        for set_log in (mtmd_cpp.mtmd_log_set, mtmd_cpp.mtmd_helper_log_set):
            set_log(self.silence, None)
        self.model = llama_cpp.Llama(str(decoder), n_ctx=512, n_threads=threads, verbose=False)
        settings = mtmd_cpp.mtmd_context_params_default()
        settings.use_gpu, settings.n_threads, settings.warmup, settings.print_timings = False, threads, False, False
        self.context = mtmd_cpp.mtmd_init_from_file(str(tower).encode(), self.model._model.model, settings)
        assert self.context, f"llama.cpp did not read {tower}"

    def run(self, case):
        library, side = self.library, IMAGES[case]
        pixels = (ctypes.c_uint8 * (side * side * 3))(*(index * 7 & 255 for index in range(side * side * 3)))
        bitmap = library.mtmd_bitmap_init(side, side, pixels)
        chunks = library.mtmd_input_chunks_init()
        marker = library.mtmd_default_marker()
        prompt = library.mtmd_input_text(text=marker, text_len=len(marker), add_special=False, parse_special=True)
        bitmaps = (library.mtmd_bitmap_p_ctypes * 1)(bitmap)
        status = library.mtmd_tokenize(self.context, chunks, ctypes.byref(prompt), bitmaps, 1)
        assert status == 0, status
        found = [library.mtmd_input_chunks_get(chunks, index) for index in range(library.mtmd_input_chunks_size(chunks))]
        image = next(
            chunk for chunk in found
            if library.mtmd_input_chunk_get_type(chunk) == library.MTMD_INPUT_CHUNK_TYPE_IMAGE)
        tokens = library.mtmd_input_chunk_get_n_tokens(image)
        assert tokens == (side // 28) ** 2, f"{case} became {tokens} tokens"
        start = time.perf_counter()
        status = library.mtmd_encode_chunk(self.context, image)
        total = time.perf_counter() - start
        assert status == 0, status
        library.mtmd_input_chunks_free(chunks)
        library.mtmd_bitmap_free(bitmap)
        return total * 1000
