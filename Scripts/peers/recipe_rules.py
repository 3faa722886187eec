"""What a recipe's norm, optimizers and schedules compute: Keras's definitions, in PyTorch.

With one difference that the product also makes: young running statistics of batch norm are corrected for the values
that they began with, as Adam's moments are.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


class BatchNorm(nn.Module):
    """Keras's batch norm: biased variance, epsilon 1e-3. Tensors have the names that they have in checkpoints."""

    def __init__(self, channels, momentum, epsilon=1e-3):
        super().__init__()
        self.momentum, self.epsilon = momentum, epsilon
        self.scale, self.offset = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.register_buffer("runningMean", torch.zeros(channels))
        self.register_buffer("runningVariance", torch.ones(channels))
        self.register_buffer("batches", torch.zeros(()))

    def forward(self, x):
        if not self.training:
            return F.batch_norm(
                x, self.runningMean, self.runningVariance, self.scale, self.offset, eps=self.epsilon)
        # F.batch_norm keeps an unbiased variance and refuses a batch of one pixel; this also returns what it used.
        y, mean, inverse_deviation = torch.native_batch_norm(
            x, self.scale, self.offset, None, None, True, 0.0, self.epsilon)
        variance = (inverse_deviation.detach() ** -2 - self.epsilon).clamp(min=0)
        self.batches += 1
        weight = (1 - self.momentum) / (1 - self.momentum ** self.batches.item())
        self.runningMean.lerp_(mean.detach(), weight)
        self.runningVariance.lerp_(variance, weight)
        return y


class Adam(torch.optim.Adam):
    """Adam whose epsilon is added to the root of the uncorrected second moment; PyTorch's corrects that first."""

    def __init__(self, parameters, beta1, beta2, epsilon):
        super().__init__(parameters, betas=(beta1, beta2))
        self.beta2, self.epsilon, self.steps = beta2, epsilon, 0

    def step(self):
        self.steps += 1
        for group in self.param_groups:
            group["eps"] = self.epsilon / math.sqrt(1 - self.beta2**self.steps)
        super().step()


class RMSProp(torch.optim.Optimizer):
    """RMSProp whose epsilon is added under the root; PyTorch's adds it to the root."""

    def __init__(self, parameters, rho, epsilon, momentum, isCentered):
        if momentum or isCentered:
            raise ValueError("RMSProp with momentum or centred is not compared")
        super().__init__(parameters, {"lr": 0.0})
        self.rho, self.epsilon = rho, epsilon

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                memory, gradient = self.state[parameter], parameter.grad
                square = memory.setdefault("square", torch.zeros_like(parameter))
                square.mul_(self.rho).addcmul_(gradient, gradient, value=1 - self.rho)
                parameter.addcdiv_(gradient, (square + self.epsilon).sqrt_(), value=-group["lr"])


class Muon(torch.optim.Optimizer):
    """Muon for the weights of convolutions, Adam for all others, both with AdamW's decay.

    The direction comes from five steps of Newton and Schulz's iteration on the small matrix of products, the fastest way
    here in 32 bits; PyTorch's own Muon takes matrices alone and computes in bfloat16."""

    def __init__(self, parameters, weightDecay, momentum, beta1, beta2, epsilon):
        parameters = list(parameters)
        super().__init__([p for p in parameters if p.dim() == 4], {"lr": 0.0})
        self.decay, self.momentum = weightDecay, momentum
        self.adam = Adam([p for p in parameters if p.dim() != 4], beta1, beta2, epsilon)

    @torch.no_grad()
    def step(self):
        rate = self.param_groups[0]["lr"]
        for weight in self.param_groups[0]["params"]:
            velocity = self.state[weight].setdefault("velocity", torch.zeros_like(weight))
            velocity.mul_(self.momentum).add_(weight.grad)
            matrix = weight.grad.add(velocity, alpha=self.momentum).flatten(1)
            weight.mul_(1 - rate * self.decay)
            weight.add_(
                nearly_orthogonal(matrix).view_as(weight), alpha=-rate * 0.2 * math.sqrt(max(matrix.shape)))
        for group in self.adam.param_groups:
            group["lr"] = rate
            for parameter in group["params"]:
                parameter.mul_(1 - rate * self.decay)
        self.adam.step()

    def zero_grad(self, set_to_none=True):
        super().zero_grad(set_to_none)
        self.adam.zero_grad(set_to_none)


def nearly_orthogonal(matrix):
    """Returns about U·Vᵀ of a matrix U·S·Vᵀ."""
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix / (matrix.norm() + 1e-7)
    gram = x.T @ x if is_tall else x @ x.T
    one = torch.eye(len(gram))
    steps = one
    for number in range(5):
        step = 3.4445 * one - 4.7750 * gram + 2.0315 * (gram @ gram)
        steps = step @ steps
        if number < 4:
            gram = step @ gram @ step
    return x @ steps if is_tall else steps @ x


OPTIMIZERS = {"adam": Adam, "rmsProp": RMSProp, "muon": Muon}


def make_optimizer(rule, parameters):
    """Returns the optimizer of a rule such as {"adam": {"beta1": 0.9, ...}}, its learning rate still to be set."""
    (kind, settings), = rule.items()
    if kind not in OPTIMIZERS:
        raise ValueError(f"the optimizer {kind} is not compared, only {', '.join(OPTIMIZERS)}")
    return OPTIMIZERS[kind](parameters, **settings)


class LearningRate:
    """A learning rate that follows a recipe's schedule, such as {"cosine": {"warmUp": 0.05}}."""

    def __init__(self, initial, schedule, steps):
        (self.kind, self.settings), = schedule.items()
        if self.kind not in ("constant", "plateau", "cosine", "oneCycle"):
            raise ValueError(f"the schedule {self.kind} is not compared, only constant, plateau, cosine and oneCycle")
        self.initial = self.current = initial
        self.steps = steps  # of the whole training
        self.lowest, self.waited, self.cooldown = math.inf, 0, 0

    def of_step(self, step):
        """Returns the rate of a step, counted from 0."""
        if self.kind == "oneCycle":
            return self.of_step_in_cycle(step)
        if self.kind != "cosine":
            return self.current
        rise = int(self.settings["warmUp"] * self.steps)
        if step < rise:
            return self.initial * step / rise
        return self.initial * 0.5 * (1 + math.cos(math.pi * (step - rise) / (self.steps - rise)))

    def of_step_in_cycle(self, step):
        """PyTorch's OneCycleLR."""
        start, end, last = self.settings["start"], self.settings["end"], self.steps - 1
        peak = self.settings["warmUp"] * self.steps - 1
        first, second, share = (start, 1, step / peak) if step <= peak else (1, end, (step - peak) / (last - peak))
        return self.initial * (second + (first - second) * 0.5 * (1 + math.cos(math.pi * share)))

    def end_epoch(self, loss):
        """Takes note of the validation loss after an epoch."""
        if self.kind != "plateau":
            return
        settings = self.settings
        if self.cooldown > 0:
            self.cooldown, self.waited = self.cooldown - 1, 0
        if loss + settings["minimumDelta"] < self.lowest:
            self.lowest, self.waited = loss, 0
        elif self.cooldown == 0:
            self.waited += 1
            if self.waited >= settings["patience"] and self.current > settings["floor"]:
                self.current = max(self.current * settings["factor"], settings["floor"])
                self.cooldown, self.waited = settings["cooldown"], 0
