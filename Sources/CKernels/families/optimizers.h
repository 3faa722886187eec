// Parameter updates, one pass over weights, gradient and moments.

static void adam(float *w, float *m, float *v, const float *gradient, long count, float rate, float beta1, float beta2,
                 float epsilon) {
  for (long i = 0; i < count; i++) {
    float g = gradient[i];
    // Keras's form of the moving averages: m += (g - m)(1 - beta).
    float m1 = m[i] + (g - m[i]) * (1 - beta1);
    float v1 = v[i] + (g * g - v[i]) * (1 - beta2);
    m[i] = m1;
    v[i] = v1;
    w[i] -= rate * m1 / (sqrtf(v1) + epsilon);
  }
}
