"""Writes edge-cases.json: small networks at the edges, every quantity by brute force in numpy (float64).

    python3 test/golden/reference/edge-cases.py

Shares no code with the project. Gradients by the chain rule in complex numbers; the Hessian by their complex steps (h = 1e-30, no
cancellation), column by column; K, G and every layerwise Jacobian dense; norms by singular values. H_z l = diag(p) - p p^T is formed with
1 - p_o as the sum of the other probabilities.
"""

import json
from pathlib import Path

import numpy as np

CASES = [
    {"name": "widths that are not equal", "widths": [5, 7, 3, 6, 4], "samples": 9, "criterion": "cross-entropy"},
    {"name": "one hidden layer", "widths": [4, 6, 3], "samples": 8, "criterion": "mse"},
    {"name": "one sample", "widths": [3, 5, 4, 3], "samples": 1, "criterion": "cross-entropy"},
    {"name": "more outputs than samples", "widths": [3, 5, 4, 8], "samples": 4, "criterion": "cross-entropy"},
    {"name": "a saturated softmax", "widths": [4, 6, 5, 3], "samples": 7, "criterion": "cross-entropy", "margin": 30},
    {"name": "a tiny loss", "widths": [4, 6, 5, 3], "samples": 7, "criterion": "cross-entropy", "margin": 200},
    {"name": "a tiny loss of squares", "widths": [4, 6, 5, 3], "samples": 3, "criterion": "mse", "gain": 1e-6},
    {"name": "wider than the limit of dense norms", "widths": [4, 16, 14, 18, 3], "samples": 6, "criterion": "mse"},
]


def blocks(widths, theta):
    result, at = [], 0
    for n, m in zip(widths, widths[1:]):
        result.append((theta[at : at + n * m].reshape(n, m), theta[at + n * m : at + (n + 1) * m]))
        at += (n + 1) * m
    return result


def forward(case, theta):
    x = [case["inputs"].astype(theta.dtype)]
    layers = blocks(case["widths"], theta)
    for i, (a, b) in enumerate(layers):
        s = x[-1] @ a + b
        x.append(s if i == len(layers) - 1 else np.where(s.real > 0, s, np.expm1(s)))
    return layers, x


def probabilities(z):
    e = np.exp(z - z[np.arange(len(z)), z.real.argmax(1)][:, None])
    return e / e.sum(1, keepdims=True)


def slope(x):
    return np.where(x.real > 0, 1, 1 + x)


def loss_and_gradient(case, theta):
    layers, x = forward(case, theta)
    z, y, d = x[-1], case["labels"], len(case["inputs"])
    rows = np.arange(d)
    if case["criterion"] == "mse":
        delta = z.copy()
        delta[rows, y] -= 1
        loss = (delta**2).sum() / d
        delta = 2 * delta
    else:
        delta = probabilities(z)
        others = delta.copy()
        others[rows, y] = 0
        wrong = others.sum(1)
        loss = -np.log1p(-wrong).sum() / d
        delta[rows, y] = -wrong
    delta = delta / d
    parts = []
    for i in range(len(layers) - 1, -1, -1):
        parts = [(x[i].T @ delta).ravel(), delta.sum(0), *parts]
        if i > 0:
            delta = (delta @ layers[i][0].T) * slope(x[i])
    return loss, np.concatenate(parts)


def criterion_hessian(case, z):
    o = len(z)
    if case["criterion"] == "mse":
        return 2 * np.eye(o)
    p = probabilities(z[None])[0]
    h = -np.outer(p, p)
    for q in range(o):
        h[q, q] = p[q] * np.delete(p, q).sum()
    return h


def top(matrix):
    return float(np.linalg.norm(matrix, 2) ** 2)


def root(h):
    values, vectors = np.linalg.eigh(h)
    return (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T


def quantities(case, theta):
    p = len(theta)
    hessian = np.empty((p, p))
    for j in range(p):
        step = theta.astype(complex)
        step[j] += 1e-30j
        hessian[:, j] = loss_and_gradient(case, step)[1].imag / 1e-30
    layers, x = forward(case, theta)
    gauss_newton = np.zeros((p, p))
    depth, d = len(layers), len(case["inputs"])
    norms = {"k": [], "delta": [], "chi": [], "jacobian": [], "deltaJacobian": []}
    for s in range(d):
        b = [np.eye(case["widths"][-1])]
        for i in range(depth - 1, 0, -1):
            b.insert(0, (b[0] @ layers[i][0].T) * slope(x[i][s]))
        jacobian = np.hstack(
            [np.hstack([np.einsum("k,qj->qkj", x[i][s], b[i]).reshape(len(b[i]), -1), b[i]]) for i in range(depth)]
        )
        h = criterion_hessian(case, x[-1][s])
        gauss_newton += jacobian.T @ h @ jacobian / d
        r = root(h)
        norms["k"].append(top(r @ jacobian))
        delta = [np.sqrt(1 + x[i][s] @ x[i][s]) * r @ b[i] for i in range(depth)]
        norms["delta"].append([top(m) for m in delta])
        norms["chi"].append([(1 + x[i][s] @ x[i][s]) / (1 + x[i + 1][s] @ x[i + 1][s]) for i in range(depth - 1)])
        js = [(slope(x[i + 1][s])[:, None] * layers[i + 1][0]).T for i in range(depth - 1)]
        norms["jacobian"].append([top(m) for m in js])
        norms["deltaJacobian"].append([top(delta[i + 1] @ js[i]) for i in range(depth - 1)])
    mean = {name: np.mean(values, axis=0) for name, values in norms.items()}
    h_eigenvalues = np.linalg.eigvalsh((hessian + hessian.T) / 2)
    g_eigenvalues = np.linalg.eigvalsh(gauss_newton)
    residual = np.linalg.eigvalsh((hessian + hessian.T) / 2 - gauss_newton)
    r_dj = mean["deltaJacobian"] / (mean["delta"][1:] * mean["jacobian"])
    r_chi = mean["delta"][:-1] / (mean["chi"] * mean["deltaJacobian"])
    return {
        "loss": float(loss_and_gradient(case, theta)[0]),
        "hessian": float(h_eigenvalues[-1]),
        "gaussNewton": float(g_eigenvalues[-1]),
        "residual": [float(residual[-1]), float(residual[0])],
        "meanSquaredNormK": float(mean["k"]),
        "meanSquaredNormDelta": mean["delta"].tolist(),
        "meanSquaredActivationRatio": mean["chi"].tolist(),
        "meanSquaredNormLayerwiseJacobian": mean["jacobian"].tolist(),
        "alignmentRatioDeltaJacobian": r_dj.tolist(),
        "alignmentRatioChi": r_chi.tolist(),
    }


def main():
    written = []
    for number, case in enumerate(CASES):
        random = np.random.default_rng(number)
        widths, d = case["widths"], case["samples"]
        case["inputs"] = random.standard_normal((d, widths[0]))
        case["labels"] = np.arange(d) % widths[-1]
        gain = case.get("gain", 1.0)
        parts = []
        for n, m in zip(widths, widths[1:]):
            parts += [gain * random.standard_normal(n * m) * np.sqrt(2 / (n + m)), 0.1 * gain * random.standard_normal(m)]
        theta = np.concatenate(parts)
        if "margin" in case:
            # Outputs are scaled until each sample is as sure of its likeliest class, which becomes its label.
            z = forward(case, theta)[1][-1]
            ordered = np.sort(z, axis=1)
            last = (widths[-2] + 1) * widths[-1]
            theta[-last:] *= case["margin"] / (ordered[:, -1] - ordered[:, -2]).min()
            case["labels"] = z.argmax(1)
        if case["name"] == "a tiny loss of squares":
            case["labels"] = np.zeros(d, int)
            theta[-widths[-1] :] = [1 - 1e-9, 1e-9, -1e-9]
        values = quantities(case, theta)
        written.append(
            {
                "name": case["name"],
                "widths": widths,
                "criterion": case["criterion"],
                "inputs": case["inputs"].tolist(),
                "labels": case["labels"].tolist(),
                "parameters": theta.tolist(),
                "expected": values,
            }
        )
        print(case["name"], values["loss"], values["gaussNewton"], values["residual"])
    Path(__file__).with_name("edge-cases.json").write_text(json.dumps(written) + "\n")


main()
