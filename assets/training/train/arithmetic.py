"""Whether training computes in BF16: only where the CPU multiplies it, as it is seven times slower where it does not."""

import torch


def autocast(device: str) -> torch.autocast:
    enabled = device != "cpu" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=enabled)
