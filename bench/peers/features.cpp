// bench/features/target.ts in C++, written as a C++ programmer would: std::string, std::unordered_map, std::vector,
// std::function, virtual methods, exceptions. Prints the same lines: name, milliseconds of the fastest round, checksum.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

struct Rng {
  uint32_t state;
  explicit Rng(uint32_t seed) : state(seed) {}
  int64_t next(int64_t below) {
    state = state * 1103515245u + 12345u;
    return (state >> 8) % below;
  }
};

static double stringBuilding() {
  std::string s;
  for (int i = 0; i < 200000; i++) s += static_cast<char>(97 + i % 26);
  return s.size() + s[100000];
}

struct Writer {
  std::string text;
  void put(const std::string &s) { text += s; }
};

static double stringFields() {
  Writer w;
  for (int i = 0; i < 100000; i++) w.put(i % 2 == 0 ? "ab" : "c");
  return w.text.size() + w.text[5000];
}

static double stringPieces() {
  std::vector<std::string> parts;
  for (int i = 0; i < 60000; i++) parts.push_back("item" + std::to_string(i));
  std::string text;
  for (size_t i = 0; i < parts.size(); i++) {
    if (i > 0) text += ",";
    text += parts[i];
  }
  double sum = 0;
  for (size_t from = 0; from <= text.size();) {
    size_t to = std::min(text.find(',', from), text.size());
    sum += std::string(text, from, to - from).size();
    from = to + 1;
  }
  return sum;
}

static double stringCompare() {
  std::vector<std::string> words;
  Rng rng(1);
  for (int i = 0; i < 1000; i++) words.push_back("prefix" + std::to_string(rng.next(100000)));
  double n = 0;
  for (const auto &word : words)
    for (int k = 0; k < 200; k++) {
      if (word < words[k]) n++;
      if (word == words[k]) n += 2;
    }
  return n;
}

static double stringScan() {
  std::string text;
  for (int i = 0; i < 3000; i++) text += "let x = 10 + (y * 25) - foo(bar, 3);\n";
  double digits = 0, letters = 0;
  for (unsigned char c : text) {
    if (c >= 48 && c <= 57) digits++;
    else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90)) letters++;
  }
  return digits * 7 + letters;
}

static double stringHash() {
  std::string text;
  for (int i = 0; i < 20000; i++) text += static_cast<char>(32 + i % 90);
  std::unordered_map<std::string, int> m;
  double n = 0;
  for (int i = 0; i + 24 < 20000; i++) n += ++m[text.substr(i, 24)];
  return n;
}

static double mapInt() {
  std::unordered_map<int64_t, int64_t> m;
  for (int i = 0; i < 100000; i++) m[i * 7] = i;
  double sum = 0;
  for (int i = 0; i < 300000; i++) {
    auto it = m.find(i);
    sum += it == m.end() ? 1 : it->second;
  }
  return sum;
}

static double mapString() {
  std::unordered_map<std::string, int64_t> m;
  std::vector<std::string> keys;
  for (int i = 0; i < 20000; i++) keys.push_back("key" + std::to_string(i % 5000));
  for (int round = 0; round < 5; round++)
    for (const auto &k : keys) m[k]++;
  double sum = 0;
  for (const auto &[k, v] : m) sum += k.size() * v;
  return sum;
}

struct Key {
  int64_t id;
};

static double mapObject() {
  std::vector<std::unique_ptr<Key>> keys;
  for (int i = 0; i < 20000; i++) keys.push_back(std::make_unique<Key>(Key{i}));
  std::unordered_map<Key *, int64_t> m;
  for (int round = 0; round < 5; round++)
    for (const auto &k : keys) m[k.get()] += k->id;
  double sum = 0;
  for (const auto &[k, v] : m) sum += v;
  return sum;
}

static double arrayPushPop() {
  std::vector<int64_t> a;
  double sum = 0;
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < 50000; i++) a.push_back(i);
    while (!a.empty()) {
      sum += a.back();
      a.pop_back();
    }
  }
  return sum;
}

static double arraySort() {
  Rng rng(5);
  std::vector<int64_t> a;
  for (int i = 0; i < 60000; i++) a.push_back(rng.next(1000000));
  std::stable_sort(a.begin(), a.end());
  return a[0] + a[30000] * 3 + a[59999];
}

static double arrayHigher() {
  std::vector<int64_t> a;
  for (int i = 0; i < 100000; i++) a.push_back(i);
  double sum = 0;
  for (int round = 0; round < 5; round++) {
    std::vector<int64_t> doubled, kept;
    for (int64_t x : a) doubled.push_back(x * 2);
    for (int64_t x : doubled)
      if (x % 3 == 0) kept.push_back(x);
    for (int64_t x : kept) sum += x;
  }
  return sum;
}

static double typedArrays() {
  std::vector<uint8_t> sieve(500000);
  double primes = 0;
  for (size_t i = 2; i < sieve.size(); i++) {
    if (sieve[i] != 0) continue;
    primes++;
    for (size_t k = i * 2; k < sieve.size(); k += i) sieve[k] = 1;
  }
  return primes;
}

static double matrix() {
  const int n = 120;
  auto make = [](int seed) {
    std::vector<std::vector<double>> rows;
    for (int i = 0; i < n; i++) {
      std::vector<double> row;
      for (int k = 0; k < n; k++) row.push_back(((i * seed + k) % 17) / 3.0);
      rows.push_back(row);
    }
    return rows;
  };
  auto a = make(3), b = make(5);
  double trace = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double s = 0;
      for (int k = 0; k < n; k++) s += a[i][k] * b[k][j];
      if (i == j) trace += s;
    }
  return std::floor(trace);
}

struct Shape {
  virtual ~Shape() = default;
  virtual int64_t area(int64_t scale) = 0;
};
struct Square : Shape {
  int64_t side;
  explicit Square(int64_t side) : side(side) {}
  int64_t area(int64_t scale) override { return side * side * scale; }
};
struct Box : Shape {
  int64_t w, h;
  Box(int64_t w, int64_t h) : w(w), h(h) {}
  int64_t area(int64_t scale) override { return w * h + scale; }
};
struct Dot : Shape {
  int64_t area(int64_t scale) override { return scale; }
};

static double virtualCalls() {
  std::vector<std::unique_ptr<Shape>> shapes;
  for (int i = 0; i < 999; i++) {
    if (i % 3 == 0) shapes.push_back(std::make_unique<Square>(i));
    else if (i % 3 == 1) shapes.push_back(std::make_unique<Box>(i, 2));
    else shapes.push_back(std::make_unique<Dot>());
  }
  int64_t sum = 0;
  for (int round = 0; round < 1000; round++)
    for (const auto &s : shapes) sum = (sum + s->area(round)) % 1000003;
  return sum;
}

struct Visitor {
  virtual ~Visitor() = default;
  virtual int64_t visit(int64_t n) = 0;
};
struct Adder : Visitor {
  int64_t total = 0;
  int64_t visit(int64_t n) override { return total += n; }
};
struct Xorer : Visitor {
  int64_t bits = 0;
  int64_t visit(int64_t n) override { return bits ^= n; }
};

static double interfaceCalls() {
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (int i = 0; i < 2; i++) {
    visitors.push_back(std::make_unique<Adder>());
    visitors.push_back(std::make_unique<Xorer>());
  }
  int64_t sum = 0;
  for (int i = 0; i < 1000000; i++) sum = (sum + visitors[i & 3]->visit(i & 1023)) % 1000003;
  return sum;
}

static double closures() {
  std::vector<std::function<int64_t(int64_t)>> makers;
  for (int i = 0; i < 100; i++) makers.push_back([i](int64_t n) { return n + i; });
  int64_t sum = 0;
  for (int round = 0; round < 10000; round++)
    for (const auto &f : makers) sum = f(sum) & 0xffff;
  return sum;
}

static int64_t fib(int64_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static double recursion() { return fib(25); }

struct Tree {
  std::unique_ptr<Tree> left, right;
  int64_t count() const { return 1 + (left ? left->count() : 0) + (right ? right->count() : 0); }
};
static std::unique_ptr<Tree> tree(int depth) {
  auto t = std::make_unique<Tree>();
  if (depth > 0) {
    t->left = tree(depth - 1);
    t->right = tree(depth - 1);
  }
  return t;
}
static double allocation() {
  double n = 0;
  for (int i = 0; i < 20; i++) n += tree(12)->count();
  return n;
}

struct Expr;
using ExprRef = std::shared_ptr<Expr>;
struct Num { int64_t value; };
struct Add { ExprRef a, b; };
struct Mul { ExprRef a, b; };
struct Expr { std::variant<Num, Add, Mul> v; };

static int64_t evaluate(const Expr &e) {
  if (auto *n = std::get_if<Num>(&e.v)) return n->value;
  if (auto *x = std::get_if<Add>(&e.v)) return (evaluate(*x->a) + evaluate(*x->b)) % 10007;
  auto &x = std::get<Mul>(e.v);
  return evaluate(*x.a) * evaluate(*x.b) % 10007;
}
static ExprRef expression(int depth) {
  if (depth == 0) return std::make_shared<Expr>(Expr{Num{3}});
  ExprRef a = expression(depth - 1);
  return depth % 2 == 0 ? std::make_shared<Expr>(Expr{Add{a, expression(depth - 1)}})
                        : std::make_shared<Expr>(Expr{Mul{a, a}});
}
static double taggedUnions() {
  ExprRef e = expression(16);
  double sum = 0;
  for (int i = 0; i < 4; i++) sum += evaluate(*e);
  return sum;
}

using Value = std::variant<std::monostate, bool, double, std::string>;
static Value plus(const Value &a, const Value &b) {
  if (auto *x = std::get_if<double>(&a))
    if (auto *y = std::get_if<double>(&b)) return *x + *y;
  if (auto *s = std::get_if<std::string>(&a)) return static_cast<double>(s->size());
  return b;
}
static double dynamicValues() {
  std::vector<Value> stack;
  double out = 0;
  for (int i = 0; i < 300000; i++) {
    if (i % 7 == 0) stack.push_back(std::string("text"));
    else stack.push_back(static_cast<double>(i & 1023));
    if (stack.size() >= 2) {
      Value b = stack.back();
      stack.pop_back();
      Value a = stack.back();
      stack.pop_back();
      Value r = plus(a, b);
      if (auto *x = std::get_if<double>(&r)) out += *x;
      stack.push_back(r);
    }
    if (stack.size() > 50 || out > 1e9) stack.clear();
    if (!stack.empty())
      if (auto *x = std::get_if<double>(&stack[0]))
        if (*x > 100000) stack[0] = 1.0;
  }
  return out;
}

struct Failure : std::runtime_error {
  int64_t n;
  explicit Failure(int64_t n) : std::runtime_error("failure"), n(n) {}
};
static int64_t mayFail(int64_t n) {
  if (n % 4 == 0) throw Failure(n);
  return n;
}
static double exceptions() {
  double sum = 0;
  for (int i = 0; i < 20000; i++) try {
      sum += mayFail(i);
    } catch (const Failure &e) {
      sum += e.n * 2;
    }
  return sum;
}

static double bytecode() {
  const std::vector<int64_t> code = {0, 1, 1, 2, 3, 200000, 4, 0};
  int64_t acc = 0, counter = 0;
  size_t pc = 0;
  for (;;) switch (code[pc]) {
      case 0: acc = (acc + counter) & 0xffffff; pc++; break;
      case 1: acc ^= 5; pc++; break;
      case 2: counter++; pc++; break;
      case 3: if (counter >= code[pc + 1]) return acc; pc += 2; break;
      default: pc = code[pc + 1];
    }
}

static double splitmix64() {
  uint64_t state = 42, sum = 0;
  for (int i = 0; i < 100000; i++) {
    state += 0x9e3779b97f4a7c15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    sum += z ^ (z >> 31);
  }
  return static_cast<double>(sum >> 11);
}

int main(int argc, char **argv) {
  using Clock = std::chrono::steady_clock;
  const std::vector<std::pair<const char *, double (*)()>> benchmarks = {
      {"stringBuilding", stringBuilding}, {"stringFields", stringFields}, {"stringPieces", stringPieces},
      {"stringCompare", stringCompare},   {"stringScan", stringScan},     {"stringHash", stringHash},
      {"mapInt", mapInt},                 {"mapString", mapString},       {"mapObject", mapObject},
      {"arrayPushPop", arrayPushPop},     {"arraySort", arraySort},       {"arrayHigher", arrayHigher},
      {"typedArrays", typedArrays},       {"matrix", matrix},             {"virtualCalls", virtualCalls},
      {"interfaceCalls", interfaceCalls}, {"closures", closures},         {"recursion", recursion},
      {"allocation", allocation},         {"taggedUnions", taggedUnions}, {"dynamicValues", dynamicValues},
      {"exceptions", exceptions},         {"bytecode", bytecode},         {"splitmix64", splitmix64},
  };
  for (const auto &[name, run] : benchmarks) {
    bool wanted = argc < 2;
    for (int i = 1; i < argc; i++) wanted |= strcmp(argv[i], name) == 0;
    if (!wanted) continue;
    double best = 1e9, result = 0, total = 0;
    for (int round = 0; round < 200 && (round < 8 || total < 300); round++) {
      auto before = Clock::now();
      result = run();
      double ms = std::chrono::duration<double, std::milli>(Clock::now() - before).count();
      best = std::min(best, ms);
      total += ms;
    }
    printf("%s %.4f %.0f\n", name, best, result);
  }
}
