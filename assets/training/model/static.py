"""A static model: the vector of a text is the mean of its tokens' vectors. It fits the published format exactly.

The decoder's last norm wipes out each token's length, which a static model needs: a token that says little is short.
So one dimension becomes a sink: every token is filled up there to one common length, and the last norm has no gain
there, so that it never shows. Decoder layers begin with zero output and leave the tokens as they are.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.decoder import DecoderLayer
from model.multimodal import Model

SINK = -1
# Longest tokens are cut to this quantile of the lengths, so that a few of them do not press all others down.
LONGEST = 0.9995


class StaticModel(nn.Module):
    def __init__(self, vocabulary: int, dimensions: int):
        super().__init__()
        # A batch has a twentieth of all tokens; gradients of the others, all zero, would cost most of a step.
        self.tokens = nn.EmbeddingBag(vocabulary, dimensions, mode="mean", sparse=True)
        nn.init.normal_(self.tokens.weight, std=0.02)

    def forward(self, ids: Tensor, starts: Tensor) -> Tensor:
        """[texts, dimensions]; texts one after the other in `ids`, each beginning at its start."""
        return self.tokens(ids, starts)


@torch.no_grad()
def put_into(model: Model, static: Tensor) -> None:
    """Make the decoder of `model` compute what the static vectors [vocabulary, hidden - 1] say."""
    put_tokens_into(model, static)
    decoder = model.model
    decoder.norm.weight.fill_(1.0)
    decoder.norm.weight[SINK] = 0.0
    hidden = decoder.embed_tokens.weight.shape[1]
    for layer in decoder.layers:
        nn.init.zeros_(layer.self_attn.o_proj.weight)
        nn.init.zeros_(layer.mlp.down_proj.weight)
        # What leads there is of ordinary size: features that adapters, and training later, can choose from.
        for projection in features(layer):
            nn.init.normal_(projection.weight, std=hidden**-0.5)


@torch.no_grad()
def put_tokens_into(model: Model, static: Tensor) -> None:
    """The token vectors alone, in a model that `put_into` has made."""
    lengths = static.norm(dim=1)
    longest = lengths.quantile(LONGEST)
    vectors = static * (longest / lengths.clamp(min=longest))[:, None] / longest
    sink = (1 - vectors.square().sum(1)).clamp(min=0).sqrt()
    weight = model.model.embed_tokens.weight
    weight.copy_(weight.shape[1] ** 0.5 * torch.cat([vectors, sink[:, None]], 1))


def features(layer: DecoderLayer) -> list[nn.Linear]:
    return [layer.self_attn.q_proj, layer.self_attn.k_proj, layer.self_attn.v_proj, layer.mlp.gate_proj, layer.mlp.up_proj]


def unit(vectors: Tensor) -> Tensor:
    return F.normalize(vectors, dim=-1)
