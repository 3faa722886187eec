// libjpeg's error callbacks.
#include "clj_error.h"

static void error_exit(j_common_ptr info) {
  clj_error *error = (clj_error *)info->err;
  error->manager.format_message(info, error->message);
  longjmp(error->escape, 1);
}

static void emit_message(j_common_ptr info, int level) {
  if (level < 0) error_exit(info);  // a warning; positive levels are traces
}

static void output_message(j_common_ptr info) { (void)info; }

struct jpeg_error_mgr *clj_error_init(clj_error *error) {
  jpeg_std_error(&error->manager);
  error->manager.error_exit = error_exit;
  error->manager.emit_message = emit_message;
  error->manager.output_message = output_message;
  error->message[0] = 0;
  return &error->manager;
}

void clj_error_raise(clj_error *error, const char *message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  longjmp(error->escape, 1);
}

void clj_error_refuse(clj_error *error, const char *message) {
  snprintf(error->message, sizeof error->message, "%s", message);
  longjmp(error->escape, CLJ_REFUSED);
}
