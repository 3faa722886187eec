// The C interface of OpenBLAS, and the two entry points that let a running process choose its kernels anew.
// They are exported by the common builds but are no official interface, so they are weak: where a build lacks them,
// their address is null.
#pragma once
#include <cblas.h>

extern void gotoblas_init(void) __attribute__((weak));
extern void gotoblas_quit(void) __attribute__((weak));
