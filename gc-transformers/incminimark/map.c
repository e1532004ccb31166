/* map.c — words by addresses of objects. Open addressing with linear probing; removal closes the gap (Knuth, volume 3,
 * 6.4, algorithm R), so there are no tombstones. */
#include "heap.h"

#include <stdlib.h>

static size_t home(const vs_map *map, const vs_object *key) {
  return (size_t)(((uintptr_t)key >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 20) & map->mask;
}

vs_map_entry *vs_map_find(const vs_map *map, const vs_object *key) {
  size_t i = home(map, key);
  while (map->entries[i].key != NULL && map->entries[i].key != key) i = (i + 1) & map->mask;
  return &map->entries[i];
}

static void grow(vs_map *map) {
  vs_map larger = { NULL, map->count, map->entries == NULL ? 31 : 2 * map->mask + 1 };
  larger.entries = calloc(larger.mask + 1, sizeof *larger.entries);
  if (larger.entries == NULL) vs_gc_out_of_memory((larger.mask + 1) * sizeof *larger.entries);
  for (size_t i = 0; map->entries != NULL && i <= map->mask; i++)
    if (map->entries[i].key != NULL) *vs_map_find(&larger, map->entries[i].key) = map->entries[i];
  free(map->entries);
  *map = larger;
}

uint64_t *vs_map_at(vs_map *map, const vs_object *key) {
  if (map->entries == NULL || 2 * map->count > map->mask) grow(map);
  vs_map_entry *entry = vs_map_find(map, key);
  if (entry->key == NULL) {
    *entry = (vs_map_entry){ key, 0 };
    map->count++;
  }
  return &entry->value;
}

void vs_map_delete(vs_map *map, vs_map_entry *entry) {
  size_t hole = (size_t)(entry - map->entries);
  for (size_t i = (hole + 1) & map->mask; map->entries[i].key != NULL; i = (i + 1) & map->mask) {
    size_t wanted = home(map, map->entries[i].key);
    if (((i - wanted) & map->mask) < ((i - hole) & map->mask)) continue;
    map->entries[hole] = map->entries[i];
    hole = i;
  }
  map->entries[hole].key = NULL;
  map->count--;
}

void vs_map_clear(vs_map *map) {
  free(map->entries);
  *map = (vs_map){ 0 };
}
