// Every kernel that exists once per instruction set, and which set is in use.
//
// All kernels are single-threaded and work on a part of a tensor: cutting work into parts is the caller's business.
// Arrays may not overlap unless a kernel says so.
#pragma once
#include "gk_activations.h"
#include "gk_convolution.h"
#include "gk_copies.h"
#include "gk_depthwise.h"
#include "gk_elementwise.h"
#include "gk_images.h"
#include "gk_layer_norm.h"
#include "gk_machine.h"
#include "gk_normalization.h"
#include "gk_optimizers.h"
#include "gk_panels.h"
#include "gk_pooling.h"
#include "gk_reductions.h"
#include "gk_resampling.h"
#include "gk_softmax.h"
#include "gk_winograd.h"

/// GK_KERNELS(X) calls X(name, parameters, arguments) for every kernel. Prototypes, the table of function pointers and
/// the functions that forward to the chosen variant are all made from the lists of the families, each in its own header
/// with what its kernels do; `families/` holds the definitions.
#define GK_KERNELS(X)                                                                                                  \
  GK_ELEMENTWISE_KERNELS(X)                                                                                            \
  GK_COPY_KERNELS(X)                                                                                                   \
  GK_ACTIVATION_KERNELS(X)                                                                                             \
  GK_SOFTMAX_KERNELS(X)                                                                                                \
  GK_REDUCTION_KERNELS(X)                                                                                              \
  GK_NORMALIZATION_KERNELS(X)                                                                                          \
  GK_LAYER_NORM_KERNELS(X)                                                                                             \
  GK_POOLING_KERNELS(X)                                                                                                \
  GK_RESAMPLING_KERNELS(X)                                                                                             \
  GK_PANEL_KERNELS(X)                                                                                                  \
  GK_CONVOLUTION_KERNELS(X)                                                                                            \
  GK_DEPTHWISE_KERNELS(X)                                                                                              \
  GK_WINOGRAD_KERNELS(X)                                                                                               \
  GK_OPTIMIZER_KERNELS(X)                                                                                              \
  GK_IMAGE_KERNELS(X)                                                                                                  \
  GK_MACHINE_KERNELS(X)

#define GK_PROTOTYPE(name, parameters, arguments) void gk_##name parameters;
GK_KERNELS(GK_PROTOTYPE)
#undef GK_PROTOTYPE

/// The instruction set in use: "avx512", "avx2" or "portable".
///
/// The best that the processor has, unless the environment variable GALAXY_KERNELS names another when the first kernel
/// runs; one that the processor lacks is ignored.
const char *gk_instruction_set(void);
