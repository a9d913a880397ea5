"""The causal decoder. Names of modules are the names on disk; every linear layer can carry adapters."""

import torch
from torch import Tensor, nn

from model.configuration import DecoderConfiguration
from model.layers import AdaptedLinear, GatedFeedForward, RMSNorm, attention, rotary_table, rotated


class GroupedQueryAttention(nn.Module):
    def __init__(self, configuration: DecoderConfiguration):
        super().__init__()
        self.configuration = configuration
        queries = configuration.query_heads * configuration.head_dimension
        keys = configuration.key_value_heads * configuration.head_dimension
        self.q_proj = AdaptedLinear(configuration.hidden, queries)
        self.k_proj = AdaptedLinear(configuration.hidden, keys)
        self.v_proj = AdaptedLinear(configuration.hidden, keys)
        self.o_proj = AdaptedLinear(queries, configuration.hidden, bias=False)

    def forward(self, states: Tensor, table: tuple[Tensor, Tensor], allowed: Tensor | None) -> Tensor:
        query, key, value = (self.heads(layer(states)) for layer in (self.q_proj, self.k_proj, self.v_proj))
        query, key = rotated(query, *table), rotated(key, *table)
        groups = self.configuration.query_heads // self.configuration.key_value_heads
        key, value = (heads.repeat_interleave(groups, dim=1) for heads in (key, value))
        mixed = attention(query, key, value, allowed, causal=allowed is None)
        return self.o_proj(mixed.transpose(1, 2).flatten(2))

    def heads(self, projected: Tensor) -> Tensor:
        return projected.unflatten(-1, (-1, self.configuration.head_dimension)).transpose(1, 2)


class DecoderLayer(nn.Module):
    # A layer that changes nothing need not be computed.
    is_left_out = False

    def __init__(self, configuration: DecoderConfiguration):
        super().__init__()
        self.input_layernorm = RMSNorm(configuration.hidden, configuration.norm_epsilon)
        self.post_attention_layernorm = RMSNorm(configuration.hidden, configuration.norm_epsilon)
        self.self_attn = GroupedQueryAttention(configuration)
        self.mlp = GatedFeedForward(configuration.hidden, configuration.intermediate, False, AdaptedLinear)

    def forward(self, states: Tensor, table: tuple[Tensor, Tensor], allowed: Tensor | None) -> Tensor:
        states = states + self.self_attn(self.input_layernorm(states), table, allowed)
        return states + self.mlp(self.post_attention_layernorm(states))

    def is_without_effect(self) -> bool:
        """Where nothing has been taught to this layer yet, under no adapter."""
        ends = (self.self_attn.o_proj, self.mlp.down_proj)
        return not any(weight.any() for end in ends for name, weight in end.named_parameters() if "lora_A" not in name)


class Decoder(nn.Module):
    def __init__(self, configuration: DecoderConfiguration):
        super().__init__()
        self.configuration = configuration
        self.embed_tokens = nn.Embedding(configuration.vocabulary, configuration.hidden)
        self.layers = nn.ModuleList(DecoderLayer(configuration) for _ in range(configuration.layers))
        self.norm = RMSNorm(configuration.hidden, configuration.norm_epsilon)

    def forward(self, embeddings: Tensor, positions: Tensor, allowed: Tensor | None = None) -> Tensor:
        """Embeddings [sequences, tokens, hidden], positions [3, …, tokens] (time, row, column), to hidden states.

        `allowed` [sequences, 1, tokens, tokens] says who sees whom where that is not simply all that went before.
        """
        table = self.rotary(positions)
        states = embeddings
        for layer in self.layers:
            if not layer.is_left_out:
                states = layer(states, table, allowed)
        return self.norm(states)

    def rotary(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Multimodal rotary embedding: each section of frequencies follows one of the three axes."""
        dimension = self.configuration.head_dimension
        exponents = torch.arange(0, dimension, 2, device=positions.device).float() / dimension
        angles = positions[..., None].float() * self.configuration.rotary_base**-exponents
        sections = angles.split(self.configuration.rotary_sections, dim=-1)
        return rotary_table(torch.cat([section[axis] for axis, section in enumerate(sections)], dim=-1))
