/* Stands in for the CUDA driver and cuBLAS where there is no GPU: the device's memory is the processor's, products are plain loops. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int cuInit(unsigned flags) { return 0; }
#ifdef NO_DEVICE
int cuDeviceGet(int *device, int ordinal) { return 100; }
#else
int cuDeviceGet(int *device, int ordinal) { *device = 7; return 0; }
#endif
int cuDevicePrimaryCtxRetain(void **context, int device) { *context = (void *)0x70; return device == 7 ? 0 : 101; }
int cuCtxSetCurrent(void *context) { return context == (void *)0x70 ? 0 : 201; }
int cuMemAlloc_v2(uint64_t *address, size_t bytes) { *address = (uint64_t)malloc(bytes); return *address ? 0 : 2; }
int cuMemFree_v2(uint64_t address) { free((void *)address); return 0; }
int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) { memcpy((void *)to, from, bytes); return 0; }
int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) { memcpy(to, (void *)from, bytes); return 0; }

int cublasCreate_v2(void **handle) { *handle = (void *)0x60; return 0; }

#ifndef SIGN
#define SIGN +
#endif
#define GEMM(NAME, TYPE) \
  int NAME(void *handle, int opA, int opB, int m, int n, int k, const TYPE *alpha, uint64_t a, int lda, uint64_t b, int ldb, \
           const TYPE *beta, uint64_t c, int ldc) { \
    const TYPE *A = (TYPE *)a, *B = (TYPE *)b; \
    TYPE *C = (TYPE *)c; \
    if (handle != (void *)0x60) return 1; \
    for (int j = 0; j < n; j++) \
      for (int i = 0; i < m; i++) { \
        TYPE sum = 0; \
        for (int l = 0; l < k; l++) sum = sum SIGN (opA ? A[l + i * lda] : A[i + l * lda]) * (opB ? B[j + l * ldb] : B[l + j * ldb]); \
        C[i + j * ldc] = *alpha * sum + (*beta == 0 ? 0 : *beta * C[i + j * ldc]); \
      } \
    return 0; \
  }
GEMM(cublasDgemm_v2, double)
GEMM(cublasSgemm_v2, float)
