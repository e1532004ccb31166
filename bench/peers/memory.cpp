// The programs of bench/gc/target.ts that C++ can be compared with, written the same way, with new and delete: what
// the collector does without being asked is done by hand here.
#include <cstdio>
#include <cstdlib>
#include <string>

struct Tree {
  Tree *left, *right;
  long i = 0, j = 0;
  Tree(Tree *l, Tree *r) : left(l), right(r) {}
  ~Tree() {
    delete left;
    delete right;
  }
};

static const int STRETCH_DEPTH = 18, LONG_LIVED_DEPTH = 16, ARRAY_SIZE = 500000, MIN_DEPTH = 4, MAX_DEPTH = 16;

static int tree_size(int depth) {
  return (1 << (depth + 1)) - 1;
}

static void populate(int depth, Tree *node) {
  if (depth <= 0) return;
  node->left = new Tree(nullptr, nullptr);
  node->right = new Tree(nullptr, nullptr);
  populate(depth - 1, node->left);
  populate(depth - 1, node->right);
}

static Tree *make_tree(int depth) {
  if (depth <= 0) return new Tree(nullptr, nullptr);
  Tree *left = make_tree(depth - 1);
  return new Tree(left, make_tree(depth - 1));
}

static int time_construction(int depth) {
  int n = 2 * tree_size(STRETCH_DEPTH) / tree_size(depth);
  for (int i = 0; i < n; i++) {
    Tree *tree = new Tree(nullptr, nullptr);
    populate(depth, tree);
    delete tree;
  }
  for (int i = 0; i < n; i++) delete make_tree(depth);
  return n;
}

static void gcbench() {
  delete make_tree(STRETCH_DEPTH);
  Tree *long_lived = new Tree(nullptr, nullptr);
  populate(LONG_LIVED_DEPTH, long_lived);
  double *array = new double[ARRAY_SIZE]();
  for (int i = 1; i < ARRAY_SIZE / 2; i++) array[i] = 1.0 / i;
  int made = 0;
  for (int depth = MIN_DEPTH; depth <= MAX_DEPTH; depth += 2) made += time_construction(depth);
  std::printf("%d %s %g\n", made, long_lived->left == nullptr ? "lost" : "kept", array[1000]);
  delete long_lived;
  delete[] array;
}

struct Node {
  Node *left = nullptr, *right = nullptr;
  ~Node() {
    delete left;
    delete right;
  }
  int check() const {
    return 1 + (left == nullptr ? 0 : left->check()) + (right == nullptr ? 0 : right->check());
  }
};

static Node *bottom_up(int depth) {
  Node *node = new Node;
  if (depth > 0) {
    node->left = bottom_up(depth - 1);
    node->right = bottom_up(depth - 1);
  }
  return node;
}

static void binary_trees(int max_depth) {
  Node *stretch = bottom_up(max_depth + 1);
  std::printf("stretch %d", stretch->check());
  delete stretch;
  Node *long_lived = bottom_up(max_depth);
  for (int depth = 4; depth <= max_depth; depth += 2) {
    int n = 1 << (max_depth - depth + 4), check = 0;
    for (int i = 0; i < n; i++) {
      Node *tree = bottom_up(depth);
      check += tree->check();
      delete tree;
    }
    std::printf(", %d of %d: %d", n, depth, check);
  }
  std::printf(", long lived %d\n", long_lived->check());
  delete long_lived;
}

struct Cell {
  Cell *next = nullptr;
  long a = 0, b = 0;
};

/* Volatile: a compiler that sees through new and delete would leave nothing to measure. */
static Cell *volatile holder[4];

static void cells(int n) {
  for (int i = 0; i < n; i++) {
    Cell *cell = new Cell;
    cell->a = i;
    delete holder[i & 3];
    holder[i & 3] = cell;
  }
  std::printf("%ld\n", holder[0]->a);
}

int main(int argc, char **argv) {
  std::string name = argc > 1 ? argv[1] : "";
  int n = argc > 2 ? std::atoi(argv[2]) : 0;
  if (name == "gcbench") gcbench();
  else if (name == "binarytrees") binary_trees(n);
  else if (name == "cells") cells(n);
  else return 1;
}
