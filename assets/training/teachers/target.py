"""What the model is to say of a text: both teachers joined, reduced to the model's dimensions.

E5 minus the mean of its role and language ⊕ weighted USE, principal components, leading ones first: so that the first
dimensions alone are the best approximation, as Matryoshka wants. USE knows no Hindi; there it is predicted from E5.
Texts that say the same in several languages are drawn towards their common mean.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sources.text import LANGUAGES
from teachers.use import UNKNOWN_LANGUAGES

ARRAYS = ("use_mean", "to_use", "to_e5", "axes", "variances")
ROLES = ("query", "passage")
RIDGE = 20.0
# Fewest texts of a role and language for a mean of their own.
FEWEST = 200


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@dataclass
class Target:
    """Fitted on labelled texts; `weight` is USE's beside E5's 1."""

    components: int
    weight: float = 0.8
    means: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    use_mean: np.ndarray | None = None
    to_use: np.ndarray | None = None
    to_e5: np.ndarray | None = None
    axes: np.ndarray | None = None
    variances: np.ndarray | None = None

    def fit(self, e5: np.ndarray, use: np.ndarray, roles: np.ndarray, languages: np.ndarray) -> None:
        for role in ROLES:
            of_role = roles == role
            overall = e5[of_role].mean(0)
            for language in LANGUAGES:
                chosen = of_role & (languages == language)
                self.means[role, language] = e5[chosen].mean(0) if chosen.sum() >= FEWEST else overall
        known = ~np.isin(languages, list(UNKNOWN_LANGUAGES))
        self.use_mean = use[known].mean(0)
        centered = self.centered(e5, roles, languages)
        left, right = centered[known], unit(use[known] - self.use_mean)
        self.to_use = regression(left, right)
        self.to_e5 = regression(right, left)
        joined = self.joined(e5, use, roles, languages)
        variances, axes = np.linalg.eigh(joined.T @ joined / len(joined))
        self.variances = variances[::-1]
        self.axes = axes[:, ::-1][:, : self.components].astype(np.float32)

    def save(self, file: Path) -> None:
        means = {f"mean/{role}/{language}": mean for (role, language), mean in self.means.items()}
        arrays = {name: getattr(self, name) for name in ARRAYS} | means
        stored = {name: np.asarray(values, np.float32) for name, values in arrays.items()}
        np.savez_compressed(file, components=self.components, weight=self.weight, **stored)

    @classmethod
    def load(cls, file: Path) -> "Target":
        stored = np.load(file)
        target = cls(int(stored["components"]), float(stored["weight"]))
        for name in ARRAYS:
            setattr(target, name, stored[name])
        for name in stored.files:
            if name.startswith("mean/"):
                _, role, language = name.split("/")
                target.means[role, language] = stored[name]
        return target

    def centered(self, e5: np.ndarray, roles: np.ndarray, languages: np.ndarray) -> np.ndarray:
        found = np.empty(e5.shape, np.float32)
        for (role, language), mean in self.means.items():
            chosen = (roles == role) & (languages == language)
            found[chosen] = e5[chosen] - mean
        return unit(found)

    def joined(self, e5: np.ndarray, use: np.ndarray, roles: np.ndarray, languages: np.ndarray) -> np.ndarray:
        """Rows of zeros in `e5` are texts that it has not labelled."""
        left, right = self.centered(e5, roles, languages), unit(use.astype(np.float32) - self.use_mean)
        missing, unknown = ~e5.any(1), np.isin(languages, list(UNKNOWN_LANGUAGES))
        left[missing] = unit(right[missing] @ self.to_e5)
        right[unknown] = unit(left[unknown] @ self.to_use)
        return np.concatenate([left, self.weight * right], 1)

    def apply(self, e5: np.ndarray, use: np.ndarray, roles: np.ndarray, languages: np.ndarray) -> np.ndarray:
        return self.joined(e5, use, roles, languages) @ self.axes


def regression(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The matrix that predicts `right` from `left`, by ridge regression."""
    return np.linalg.solve(left.T @ left + RIDGE * np.eye(left.shape[1]), left.T @ right)


def drawn_together(targets: np.ndarray, groups: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Each target moved towards the mean of its group by its share; group -1 is none."""
    found = unit(targets)
    grouped = groups >= 0
    if grouped.any():
        members = groups[grouped]
        sums = np.zeros((members.max() + 1, targets.shape[1]), np.float32)
        np.add.at(sums, members, found[grouped])
        share = shares[grouped, None]
        found[grouped] = unit((1 - share) * found[grouped] + share * unit(sums)[members])
    return found
