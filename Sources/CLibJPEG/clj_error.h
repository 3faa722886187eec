// How both directions leave libjpeg: every error and every warning jumps back to the entry point with a message.
#pragma once
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

typedef struct {
  struct jpeg_error_mgr manager;  // first, so that libjpeg's pointer to it is a pointer to this
  jmp_buf escape;
  char message[JMSG_LENGTH_MAX];
} clj_error;

/// Makes libjpeg report to `error`; returns what goes into the `err` member of libjpeg's structures.
struct jpeg_error_mgr *clj_error_init(clj_error *error);

/// What setjmp returns after clj_error_refuse.
enum { CLJ_REFUSED = 2 };

/// Leaves libjpeg because a file asks for too much.
void clj_error_refuse(clj_error *error, const char *message) __attribute__((noreturn));

/// Leaves libjpeg with a message of ours.
void clj_error_raise(clj_error *error, const char *message) __attribute__((noreturn));
