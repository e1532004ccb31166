/* Runs guests of libguests that pause inside of C functions, and ends them in another order than they began. */
#include "guests.h"

#include <stdio.h>
#include <stdlib.h>

static int inside;

/* Between the callbacks of a guest. */
static void between(void) {
  inside++;
  if (guests_stop() == 0) printf("stopped inside\n");
  guests_status status = guests_pause();
  inside--;
  if (status != GUESTS_OK) printf("pause: %s\n", guests_error());
}

static void resume(guests_Guest guest) {
  char *text = NULL;
  guests_status status = guests_resume(guest, &text);
  printf("%d %s\n", status, status == GUESTS_OK ? text : guests_error());
  fflush(stdout);
  guests_free(text);
}

int main(void) {
  guests_start();
  guests_Guest good, bad, left;
  guests_make("good", (void *)between, &good);
  guests_make("bad", (void *)between, &bad);
  guests_make("left", (void *)between, &left);
  guests_status status = guests_pause();
  printf("%d %s\n", status, guests_error());
  resume(good);
  resume(bad);
  resume(bad);
  char *text = NULL;
  guests_both(good, bad, &text);
  printf("%s\n", text);
  fflush(stdout);
  guests_free(text);
  resume(left);
  resume(good);
  resume(bad);
  size_t handles = guests_stop();
  printf("inside %d, handles %zu, then %d\n", inside, handles, guests_pause());
  return 0;
}
