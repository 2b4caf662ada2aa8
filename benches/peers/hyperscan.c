// Hyperscan on the phrases of a file, in any letter case: as literals, and as words of their own.
//
//   hyperscan PHRASES TEXT...      texts from the smallest to the largest
//
// Prints rows in the form of `src/rows.rs`: peer, what it does, what it looks for, bytes, seconds, found.
#define _POSIX_C_SOURCE 200809L
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MIN_ROUNDS = 3, MAX_ROUNDS = 1000 };
static const double TIME = 0.5;

static void *must(void *memory) {
  if (!memory) {
    fprintf(stderr, "hyperscan: no memory left\n");
    exit(1);
  }
  return memory;
}

static char *read_file(const char *path, size_t *n_bytes) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END)) {
    fprintf(stderr, "hyperscan: cannot read `%s`\n", path);
    exit(1);
  }
  *n_bytes = (size_t)ftell(file);
  rewind(file);
  char *text = must(malloc(*n_bytes + 1));
  *n_bytes = fread(text, 1, *n_bytes, file);
  text[*n_bytes] = 0;
  fclose(file);
  return text;
}

// Seconds that the processor gave to this process, as in `src/rows.rs`.
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int found(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *seen) {
  (void)from, (void)to, (void)flags;
  ((char *)seen)[id] = 1;
  return 0;
}

static int by_size(const void *a, const void *b) {
  double first = *(const double *)a, second = *(const double *)b;
  return (first > second) - (first < second);
}

// One row for a text: the median of its rounds.
static void measure(const hs_database_t *database, hs_scratch_t *scratch, const char *path, unsigned n_phrases,
                    const char *does) {
  size_t n_bytes, n_found = 0;
  char *text = read_file(path, &n_bytes), *seen = must(malloc(n_phrases));
  double seconds[MAX_ROUNDS], begin = 0;
  int n_rounds = -1; // The first is not counted.
  for (; n_rounds < MIN_ROUNDS || (n_rounds < MAX_ROUNDS && now() - begin < TIME); n_rounds++) {
    if (n_rounds == 0) begin = now();
    double start = now();
    memset(seen, 0, n_phrases);
    if (hs_scan(database, text, (unsigned)n_bytes, 0, scratch, found, seen) != HS_SUCCESS) {
      fprintf(stderr, "hyperscan: cannot scan `%s`\n", path);
      exit(1);
    }
    n_found = 0;
    for (unsigned n = 0; n < n_phrases; n++) n_found += (size_t)seen[n];
    if (n_rounds >= 0) seconds[n_rounds] = now() - start;
  }
  qsort(seconds, (size_t)n_rounds, sizeof *seconds, by_size);
  printf("Hyperscan %.*s\t%s\t%u phrases\t%zu\t%.9f\t%zu\n", (int)strcspn(hs_version(), " "), hs_version(), does,
         n_phrases, n_bytes, seconds[n_rounds / 2], n_found);
  free(text), free(seen);
}

int main(int n_args, char **args) {
  if (n_args < 3) {
    fprintf(stderr, "use: hyperscan PHRASES TEXT...\n");
    return 2;
  }
  size_t n_bytes;
  char *phrases = read_file(args[1], &n_bytes);
  unsigned n = 0, n_phrases = 0;
  for (size_t at = 0; at < n_bytes; at++) n_phrases += phrases[at] == '\n';
  const char **literals = must(calloc(n_phrases, sizeof *literals));
  char **words = must(calloc(n_phrases, sizeof *words));
  size_t *lengths = must(calloc(n_phrases, sizeof *lengths));
  unsigned *ids = must(calloc(n_phrases, sizeof *ids)), *flags = must(calloc(n_phrases, sizeof *flags));
  for (char *line = strtok(phrases, "\n"); line && n < n_phrases; line = strtok(NULL, "\n"), n++) {
    literals[n] = line, lengths[n] = strlen(line), ids[n] = n, flags[n] = HS_FLAG_CASELESS;
    words[n] = must(malloc(lengths[n] + 5));
    sprintf(words[n], "\\b%s\\b", line);
  }
  if (!n || n < n_phrases) {
    fprintf(stderr, "hyperscan: `%s` has no phrases, or a line without one\n", args[1]);
    return 1;
  }
  for (int whole_words = 0; whole_words < 2; whole_words++) {
    hs_database_t *database = NULL;
    hs_scratch_t *scratch = NULL;
    hs_compile_error_t *error = NULL;
    const char *const *expressions = whole_words ? (const char *const *)words : literals;
    if ((whole_words ? hs_compile_multi(expressions, flags, ids, n, HS_MODE_BLOCK, NULL, &database, &error)
                     : hs_compile_lit_multi(expressions, flags, ids, lengths, n, HS_MODE_BLOCK, NULL, &database,
                                            &error)) != HS_SUCCESS) {
      fprintf(stderr, "hyperscan: %s\n", error->message);
      return 1;
    }
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) must(NULL);
    for (int text = 2; text < n_args; text++)
      measure(database, scratch, args[text], n, whole_words ? "`\\bphrase\\b`; all matches" : "literals; all matches");
    hs_free_scratch(scratch), hs_free_database(database);
  }
  return 0;
}
