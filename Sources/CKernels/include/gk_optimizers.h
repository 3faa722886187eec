// Steps of optimizers along a gradient, one pass over memory each.
#pragma once

// sgd      velocity = momentum * velocity - rate * gradient, w += velocity; with Nesterov's look ahead
//          w += momentum * velocity - rate * gradient. velocity may be null: momentum is zero.
// rmsprop  square, average = moving means of gradient^2 and gradient, step = rate * gradient /
//          sqrt(square - average^2 + epsilon), velocity = momentum * velocity + step, w -= velocity. average and
//          velocity may be null: the mean counts as zero, w -= step.
// adam     moments m and v, w -= decay * w, w -= rate * m / (sqrt(v) + epsilon)
#define GK_OPTIMIZER_KERNELS(X)                                                                                        \
  X(sgd,                                                                                                               \
    (float *w, float *velocity, const float *gradient, long count, float rate, float momentum, int is_nesterov),       \
    (w, velocity, gradient, count, rate, momentum, is_nesterov))                                                       \
  X(rmsprop,                                                                                                           \
    (float *w, float *square, float *average, float *velocity, const float *gradient, long count, float rate,          \
     float rho, float momentum, float epsilon),                                                                        \
    (w, square, average, velocity, gradient, count, rate, rho, momentum, epsilon))                                     \
  X(adam,                                                                                                              \
    (float *w, float *m, float *v, const float *gradient, long count, float rate, float decay, float beta1,            \
     float beta2, float epsilon),                                                                                      \
    (w, m, v, gradient, count, rate, decay, beta1, beta2, epsilon))
