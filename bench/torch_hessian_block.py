"""Times loss, gradient and Hessian products of the paper's network in PyTorch, float64, by differentiating twice.

usage: python3 bench/torch_hessian_block.py SAMPLES DIRECTIONS INPUTS OUTPUTS THREADS SECONDS
Prints the seconds of the fastest block as its only line. bench/block-product.ts runs it beside the same block of this project.
"""
import sys
import time

import torch

samples, directions, inputs, outputs, threads = (int(word) for word in sys.argv[1:6])
budget = float(sys.argv[6])
torch.set_num_threads(threads)
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)

widths = [inputs] + 5 * [512] + [outputs]
modules = []
for fan_in, fan_out in zip(widths, widths[1:]):
    modules += [torch.nn.Linear(fan_in, fan_out), torch.nn.ELU()]
network = torch.nn.Sequential(*modules[:-1])
parameters = list(network.parameters())
x = torch.randn(samples, inputs)
y = torch.arange(samples) % outputs
block = [[torch.randn_like(p) / 100 for p in parameters] for _ in range(directions)]


def hessian_block():
    loss = torch.nn.functional.cross_entropy(network(x), y)
    gradient = torch.autograd.grad(loss, parameters, create_graph=True)
    for direction in block:
        torch.autograd.grad(gradient, parameters, grad_outputs=direction, retain_graph=True)


hessian_block()
times = []
end = time.perf_counter() + budget
while not times or time.perf_counter() < end:
    start = time.perf_counter()
    hessian_block()
    times.append(time.perf_counter() - start)
print(min(times))
