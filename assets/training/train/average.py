"""The weighted mean of two static models, or of an adapter before and after: better than either where one has learned what the other lost.

    python -m train.average WORK static world --share 0.6 --name mixed       writes WORK/mixed.pt
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description="Average two static models, or two states of an adapter.")
    parser.add_argument("work", type=Path)
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--share", type=float, default=0.6, help="of the second")
    parser.add_argument("--name", default="mixed")
    arguments = parser.parse_args()
    first, second = (torch.load(arguments.work / f"{name}.pt") for name in (arguments.first, arguments.second))
    mean = {name: torch.lerp(weight, second[name], arguments.share) for name, weight in first.items()}
    torch.save(mean, arguments.work / f"{arguments.name}.pt")


if __name__ == "__main__":
    main()
