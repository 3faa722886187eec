// How both directions leave libpng: every error and every warning jumps back to the entry point with a message.
#pragma once
#include <setjmp.h>

#include <png.h>

typedef struct {
  jmp_buf escape;
  char message[256];
} clp_error;

/// libpng's callback for errors and for warnings; its error pointer has to be a clp_error.
void clp_error_raise(png_structp png, png_const_charp message) __attribute__((noreturn));
