// Numerical kernels, tensor memory and the worker pool of the Tensors module. Internal: no stable interface.
//
// gk_ and GK_ stand for "galaxy kernels".
#pragma once
#include "gk_kernels.h"
#include "gk_memory.h"
#include "gk_parallel.h"
