/* cycle.c — when what is collected. A major collection goes through the states idle, marking, sweeping; a step of it
 * follows each minor collection, sized by the bytes that have become old, so that it ends before the heap has grown by
 * the factor of the settings. What a step may not do at once is owed to the next ones, and while much is owed, the nursery
 * is used in smaller parts. Only when the limit is reached, or on demand, is the collection finished in one go.
 *
 * Marking ends right after a minor collection: the nursery holds pinned objects only, everything remembered has been
 * seen, and the roots are looked at once more. */
#include "heap.h"

/* Bytes of marking (as mark.c counts them) for each byte that has become old. */
#define MARK_RATE 9
/* Sweeping a byte costs so much less than marking one. */
#define SWEEP_FASTER 6
/* Of each step at least, so that a collection ends even if nothing is promoted any more. */
#define STEP_LEAST (64 << 10)
#define STEP_STRESS 2000
/* Bytes that a minor collection should move at most; and a cache miss, which a run of free cells is, in such bytes. */
#define PROMOTED_MOST (2 << 20)
#define MISS_COST 500

static int64_t growth_percent, increment, debt;
static size_t minimum;
/* The size of the heap up to which empty arenas are kept. */
static size_t kept;
static double survival; /* bytes promoted, and what counts like them, by byte of the nursery */
static int64_t pressure_before;

void vs_cycle_start(void) {
  growth_percent = vs_gc_setting("growth", 210);
  if (growth_percent < 110) growth_percent = 110;
  minimum = (size_t)vs_gc_setting("min", 4 << 20);
  increment = vs_gc_setting("increment", 2 << 20);
  if (increment < STEP_STRESS) increment = STEP_STRESS;
  H.threshold = kept = minimum;
}

static size_t in_use(void) {
  return H.used - vs_cells_unfilled();
}

static size_t paced(void) {
  return in_use() + (size_t)H.pressure;
}

/* The collection begins at three quarters of the growth that is allowed, as the heap grows while it runs. */
static void set_threshold(void) {
  size_t live = paced();
  size_t more = (size_t)((double)live * (double)(growth_percent - 100) * 0.0075);
  H.threshold = live + more > minimum ? live + more : minimum;
  if (H.max != SIZE_MAX && H.threshold > H.max - H.max / 8) H.threshold = H.max - H.max / 8;
  /* A heap that has been large may be so again: each fresh page costs a fault, so they go back by and by. */
  kept -= kept / 4;
  if (kept < H.threshold) kept = H.threshold;
}

static void begin_sweep(void) {
  vs_after_collection(vs_now_major);
  vs_remembered_drop_dead();
  H.state = VS_SWEEPING;
  vs_unswept_large = vs_old_large;
  vs_old_large = (vs_stack){ 0 };
  vs_cells_begin_sweep();
}

/* Once nothing is grey, the roots are looked at again, in the same step in which the end is decided; what they lead to is
 * little, as the last step saw all roots but those that have changed. So however much the program allocates, and however
 * deep its stack is, marking ends. */
static void mark_step(int64_t budget) {
  bool roots_seen = false;
  for (;;) {
    budget = vs_mark(budget);
    if (!vs_stack_is_empty(&vs_grey)) return;
    if (!roots_seen) {
      if (!vs_weak_look(&budget)) return;
      vs_mark_roots(false);
      roots_seen = true;
      if (budget < increment / 2) budget = increment / 2;
    } else if (vs_weak_decide())
      break;
  }
  begin_sweep();
}

static void sweep_step(int64_t budget) {
  if (!vs_stack_is_empty(&vs_unswept_large)) {
    if (!vs_large_sweep((size_t)budget)) return;
    vs_stack_free(&vs_unswept_large);
  }
  if (!vs_cells_sweep((size_t)budget)) return;
  H.state = VS_IDLE;
  H.majors++;
  vs_large_drop_spares(false);
  set_threshold();
}

/* One step; the nursery has just been emptied. */
static void step(int64_t budget) {
  static const char *const names[] = { "start", "mark", "sweep" };
  uint64_t start = vs_log_is_on() ? vs_gc_clock() : 0;
  vs_state state = H.state;
  H.collecting = true;
  if (state == VS_IDLE) {
    H.state = VS_MARKING;
    vs_mark_roots(true);
  } else if (state == VS_MARKING)
    mark_step(budget);
  else
    sweep_step(budget > INT64_MAX / SWEEP_FASTER ? INT64_MAX : budget * SWEEP_FASTER);
  H.collecting = false;
  if (vs_log_is_on())
    vs_log("step %s time=%.1f used=%zu", names[state], (double)(vs_gc_clock() - start) / 1000, in_use());
  if (H.verify && H.state != state) vs_verify(names[state]);
}

static void finish(void) {
  while (H.state != VS_IDLE) step(INT64_MAX / 2);
  debt = 0;
}

static void minor(void) {
  uint64_t start = vs_log_is_on() ? vs_gc_clock() : 0;
  size_t consumed = vs_nursery_consumed();
  H.due = false;
  H.collecting = true;
  vs_minor();
  H.collecting = false;
  if (vs_log_is_on())
    vs_log("minor time=%.1f nursery=%zu promoted=%zu used=%zu", (double)(vs_gc_clock() - start) / 1000, consumed,
           H.promoted, in_use());
  if (H.verify) vs_verify("minor collection");
}

static void full(void) {
  finish();
  step(0);
  finish();
}

/* The part of the nursery whose survivors can be moved, and while marking is at work, made up for by marking, in one step.
 * Little survives of most nurseries, so that is all of it. */
size_t vs_cycle_nursery_use(void) {
  size_t consumed = vs_nursery_consumed();
  size_t cost = H.promoted + H.scattered * MISS_COST;
  double rate = (double)cost / (double)(consumed < 4096 ? 4096 : consumed);
  survival = rate > survival / 2 ? rate : survival / 2;
  double most = PROMOTED_MOST;
  if (H.state == VS_MARKING && (double)increment / MARK_RATE < most) most = (double)increment / MARK_RATE;
  if (survival * (double)vs_nursery_size <= most) return vs_nursery_size;
  size_t use = (size_t)(most / survival), least = vs_nursery_size / 16;
  return (use > least ? use : least) & ~(size_t)63;
}

static bool has_room(size_t bytes) {
  return H.max == SIZE_MAX || (H.max > vs_nursery_size && H.pages < H.max - vs_nursery_size && bytes <= H.max - vs_nursery_size - H.pages);
}

/* Giving an arena back takes some tens of microseconds. */
#define ARENAS_AT_ONCE 4

/* Gives empty arenas back, at most so many, that a heap of this size would not need. */
static void trim(size_t heap, size_t most) {
  vs_arenas_trim(heap > paced() ? heap - paced() : 0, most);
}

static void major_part(void) {
  int64_t grown = (int64_t)H.promoted + (H.pressure > pressure_before ? H.pressure - pressure_before : 0);
  pressure_before = H.pressure;
  if (H.state == VS_IDLE) {
    trim(kept, ARENAS_AT_ONCE);
    if (paced() < H.threshold && H.stress == 0) return;
    debt = 0;
  } else
    debt += grown * MARK_RATE + STEP_LEAST;
  int64_t budget = H.stress != 0 ? STEP_STRESS : debt < increment ? debt : increment;
  step(budget);
  debt = H.state == VS_IDLE || debt < budget ? 0 : debt - budget;
}

/* A full collection if that is what it takes to stay within the limit. */
static bool emergency(size_t bytes) {
  if (has_room(bytes)) return true;
  finish();
  if (has_room(bytes)) return true;
  full();
  return has_room(bytes);
}

void vs_collect_some(void) {
  uint64_t start = vs_gc_clock();
  minor();
  major_part();
  if (!emergency(0)) vs_gc_out_of_memory(vs_nursery_size);
  vs_log_pause(vs_gc_clock() - start);
}

void vs_gc_collect(void) {
  uint64_t start = vs_gc_clock();
  minor();
  full();
  kept = H.threshold;
  trim(kept, SIZE_MAX);
  vs_large_drop_spares(true);
  vs_log_pause(vs_gc_clock() - start);
}

bool vs_make_room(size_t bytes) {
  if (VS_LIKELY(has_room(bytes))) {
    /* What is kept for later must not make the process larger than the limit. */
    if (VS_UNLIKELY(H.taken + bytes > H.max)) {
      trim(0, SIZE_MAX);
      vs_large_drop_spares(true);
    }
    return true;
  }
  /* More than there could ever be: not worth a collection. */
  if (bytes > H.max) return false;
  uint64_t start = vs_gc_clock();
  minor();
  bool room = emergency(bytes);
  vs_log_pause(vs_gc_clock() - start);
  return room;
}
