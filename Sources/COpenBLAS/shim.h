// The C interface of OpenBLAS.
#pragma once
#include <cblas.h>
