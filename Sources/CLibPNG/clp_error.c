// libpng's error callback.
#include <stdio.h>

#include "clp_error.h"

void clp_error_raise(png_structp png, png_const_charp message) {
  clp_error *error = png_get_error_ptr(png);
  snprintf(error->message, sizeof error->message, "%s", message);
  longjmp(error->escape, 1);
}
