// Numerical kernels and the worker pool of the Tensors module. Internal: no stable interface.
#pragma once
#include "gk_parallel.h"
