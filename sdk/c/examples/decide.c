/* Decides one payment: build and run it with a compiled constitution.
 *
 *   bylaw compile examples/fintech-lending.yaml -o lending.bylaw
 *   cc -std=c11 decide.c $(pkg-config --cflags --libs bylaw) -o decide
 *   ./decide lending.bylaw 15000
 */

#include <bylaw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All of a file; NULL where it cannot be read. */
static char* ReadFile(const char* path, size_t* size) {
  FILE* const file = fopen(path, "rb");
  if (file == NULL) return NULL;
  char* bytes = NULL;
  if (fseek(file, 0, SEEK_END) == 0 && ftell(file) > 0) {
    *size = (size_t)ftell(file);
    bytes = malloc(*size);
    rewind(file);
    if (bytes != NULL && fread(bytes, 1, *size, file) != *size) {
      free(bytes);
      bytes = NULL;
    }
  }
  fclose(file);
  return bytes;
}

/* The payment of `amount`, decided; says what came out. */
static bylaw_verdict Decide(bylaw_context* context, const bylaw_module* module,
                            const char* amount) {
  bylaw_set_agent(context, BYLAW_TEXT("lending-agent-v2"));
  bylaw_bind_decimal(context, bylaw_fact(module, BYLAW_TEXT("amount")),
                     (bylaw_text){amount, strlen(amount)});
  bylaw_bind_bool(context, bylaw_fact(module, BYLAW_TEXT("identity_verified")), true);
  bylaw_bind_text(context, bylaw_fact(module, BYLAW_TEXT("account_status")), BYLAW_TEXT("active"));
  const bylaw_verdict verdict = bylaw_decide(context, BYLAW_TEXT("initiate_payment"));
  const bylaw_text rule = bylaw_rule_id(module, verdict.rule);
  printf("%s %s", bylaw_decision_text(verdict.decision), bylaw_code_text(verdict.code));
  if (rule.size > 0) printf(", rule %.*s", (int)rule.size, rule.data);
  for (size_t i = 0; i < bylaw_route_count(context); ++i) {
    const bylaw_text route = bylaw_route(context, i);
    printf(", to %.*s", (int)route.size, route.data);
  }
  printf("\n");
  char why[4096];
  bylaw_explain(context, why, sizeof why);
  printf("%s", why);
  return verdict;
}

int main(int argc, char** argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s MODULE AMOUNT\n", argv[0]);
    return 2;
  }
  size_t size = 0;
  char* const bytes = ReadFile(argv[1], &size);
  bylaw_module* module = NULL;
  bylaw_error error = {"", "the file cannot be read"};
  if (bytes == NULL || bylaw_module_load(bytes, size, NULL, &module, &error) != BYLAW_OK) {
    fprintf(stderr, "%s: %s\n", argv[1], error.message);
    free(bytes);
    return 2;
  }
  free(bytes); /* The module has a copy. */
  bylaw_context* context = NULL;
  if (bylaw_context_new(module, &context) != BYLAW_OK) {
    bylaw_module_free(module);
    return 2;
  }
  const bylaw_verdict verdict = Decide(context, module, argv[2]);
  bylaw_context_free(context);
  bylaw_module_free(module);
  return verdict.decision == BYLAW_PERMIT ? 0 : 1;
}
