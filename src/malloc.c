/* Options of glibc's allocator, set before `main`: docs/decisions/0063-the-systems-allocator.md. Other systems keep theirs. */
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#include <unistd.h>

__attribute__((constructor)) static void set_malloc_options(void) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    /* Threads share arenas, two for each core in place of eight: what one gives back, another can take. With one for each core,
       they wait for each other: a search took a fifth more of the processor. */
    mallopt(M_ARENA_MAX, cores < 1 ? 2 : 2 * (int)cores);
    /* Blocks of that size go back to the system at once; without a fixed number, glibc raises it up to 32 MB. */
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
}
#endif
