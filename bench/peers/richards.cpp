// The same program as targets/richards/target.ts, in C++ written the same way: objects behind plain pointers, virtual
// methods, a vector per packet, nothing freed. The peer of bench/.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

enum { ID_IDLE, ID_WORKER, ID_HANDLER_A, ID_HANDLER_B, ID_DEVICE_A, ID_DEVICE_B, NUMBER_OF_IDS };
enum { KIND_DEV, KIND_WORK };
enum { RUNNING = 0, RUNNABLE = 1, SUSPENDED = 2, HELD = 4, SUSPENDED_RUNNABLE = 3, NOT_HELD = ~4 };
static const int COUNT = 10000, DATA_SIZE = 4;

struct Packet {
  Packet *link;
  int64_t id;
  const int64_t kind;
  int64_t a1 = 0;
  std::vector<int64_t> *const a2;
  Packet(Packet *link, int64_t id, int64_t kind) : link(link), id(id), kind(kind), a2(new std::vector<int64_t>(DATA_SIZE, 0)) {}
  Packet *addTo(Packet *queue) {
    link = nullptr;
    if (!queue) return this;
    Packet *next = queue, *peek = next->link;
    while (peek) {
      next = peek;
      peek = next->link;
    }
    next->link = this;
    return queue;
  }
};

struct Scheduler;
struct TaskControlBlock;

struct Task {
  Scheduler *const scheduler;
  explicit Task(Scheduler *s) : scheduler(s) {}
  virtual TaskControlBlock *run(Packet *packet) = 0;
};

struct TaskControlBlock {
  TaskControlBlock *const link;
  const int64_t id, priority;
  Packet *queue;
  Task *const task;
  int64_t state;
  TaskControlBlock(TaskControlBlock *link, int64_t id, int64_t priority, Packet *queue, Task *task)
      : link(link), id(id), priority(priority), queue(queue), task(task), state(queue ? SUSPENDED_RUNNABLE : SUSPENDED) {}
  void setRunning() { state = RUNNING; }
  void markAsNotHeld() { state &= NOT_HELD; }
  void markAsHeld() { state |= HELD; }
  bool isHeldOrSuspended() { return (state & HELD) != 0 || state == SUSPENDED; }
  void markAsSuspended() { state |= SUSPENDED; }
  void markAsRunnable() { state |= RUNNABLE; }
  TaskControlBlock *run() {
    Packet *packet = nullptr;
    if (state == SUSPENDED_RUNNABLE) {
      packet = queue;
      if (packet) {
        queue = packet->link;
        state = queue ? RUNNABLE : RUNNING;
      }
    }
    return task->run(packet);
  }
  TaskControlBlock *checkPriorityAdd(TaskControlBlock *other, Packet *packet) {
    if (!queue) {
      queue = packet;
      markAsRunnable();
      if (priority > other->priority) return this;
    } else
      queue = packet->addTo(queue);
    return other;
  }
};

struct Scheduler {
  int64_t queueCount = 0, holdCount = 0;
  std::vector<TaskControlBlock *> *blocks = new std::vector<TaskControlBlock *>(NUMBER_OF_IDS, nullptr);
  TaskControlBlock *list = nullptr, *current = nullptr;
  int64_t currentId = 0;
  void addTask(int64_t id, int64_t priority, Packet *queue, Task *task) {
    list = current = new TaskControlBlock(list, id, priority, queue, task);
    (*blocks)[id] = current;
  }
  void addRunningTask(int64_t id, int64_t priority, Packet *queue, Task *task) {
    addTask(id, priority, queue, task);
    current->setRunning();
  }
  void schedule() {
    current = list;
    while (current) {
      if (current->isHeldOrSuspended())
        current = current->link;
      else {
        currentId = current->id;
        current = current->run();
      }
    }
  }
  TaskControlBlock *release(int64_t id) {
    TaskControlBlock *tcb = (*blocks)[id];
    tcb->markAsNotHeld();
    return tcb->priority > current->priority ? tcb : current;
  }
  TaskControlBlock *holdCurrent() {
    holdCount++;
    current->markAsHeld();
    return current->link;
  }
  TaskControlBlock *suspendCurrent() {
    current->markAsSuspended();
    return current;
  }
  TaskControlBlock *queue(Packet *packet) {
    TaskControlBlock *t = (*blocks)[packet->id];
    queueCount++;
    packet->link = nullptr;
    packet->id = currentId;
    return t->checkPriorityAdd(current, packet);
  }
};

struct IdleTask : Task {
  int64_t v1, count;
  IdleTask(Scheduler *s, int64_t v1, int64_t count) : Task(s), v1(v1), count(count) {}
  TaskControlBlock *run(Packet *) override {
    count--;
    if (count == 0) return scheduler->holdCurrent();
    if ((v1 & 1) == 0) {
      v1 = v1 >> 1;
      return scheduler->release(ID_DEVICE_A);
    }
    v1 = (v1 >> 1) ^ 0xd008;
    return scheduler->release(ID_DEVICE_B);
  }
};

struct DeviceTask : Task {
  Packet *v1 = nullptr;
  explicit DeviceTask(Scheduler *s) : Task(s) {}
  TaskControlBlock *run(Packet *packet) override {
    if (!packet) {
      if (!v1) return scheduler->suspendCurrent();
      Packet *v = v1;
      v1 = nullptr;
      return scheduler->queue(v);
    }
    v1 = packet;
    return scheduler->holdCurrent();
  }
};

struct WorkerTask : Task {
  int64_t v1, v2;
  WorkerTask(Scheduler *s, int64_t v1, int64_t v2) : Task(s), v1(v1), v2(v2) {}
  TaskControlBlock *run(Packet *packet) override {
    if (!packet) return scheduler->suspendCurrent();
    v1 = v1 == ID_HANDLER_A ? ID_HANDLER_B : ID_HANDLER_A;
    packet->id = v1;
    packet->a1 = 0;
    for (int64_t i = 0; i < DATA_SIZE; i++) {
      v2++;
      if (v2 > 26) v2 = 1;
      (*packet->a2)[i] = v2;
    }
    return scheduler->queue(packet);
  }
};

struct HandlerTask : Task {
  Packet *v1 = nullptr, *v2 = nullptr;
  explicit HandlerTask(Scheduler *s) : Task(s) {}
  TaskControlBlock *run(Packet *packet) override {
    if (packet) {
      if (packet->kind == KIND_WORK)
        v1 = packet->addTo(v1);
      else
        v2 = packet->addTo(v2);
    }
    if (v1) {
      int64_t count = v1->a1;
      if (count < DATA_SIZE) {
        if (v2) {
          Packet *v = v2;
          v2 = v2->link;
          v->a1 = (*v1->a2)[count];
          v1->a1 = count + 1;
          return scheduler->queue(v);
        }
      } else {
        Packet *v = v1;
        v1 = v1->link;
        return scheduler->queue(v);
      }
    }
    return scheduler->suspendCurrent();
  }
};

static bool runRichards() {
  Scheduler *s = new Scheduler;
  s->addRunningTask(ID_IDLE, 0, nullptr, new IdleTask(s, 1, COUNT));
  Packet *q = new Packet(nullptr, ID_WORKER, KIND_WORK);
  q = new Packet(q, ID_WORKER, KIND_WORK);
  s->addTask(ID_WORKER, 1000, q, new WorkerTask(s, ID_HANDLER_A, 0));
  q = new Packet(nullptr, ID_DEVICE_A, KIND_DEV);
  q = new Packet(q, ID_DEVICE_A, KIND_DEV);
  q = new Packet(q, ID_DEVICE_A, KIND_DEV);
  s->addTask(ID_HANDLER_A, 2000, q, new HandlerTask(s));
  q = new Packet(nullptr, ID_DEVICE_B, KIND_DEV);
  q = new Packet(q, ID_DEVICE_B, KIND_DEV);
  q = new Packet(q, ID_DEVICE_B, KIND_DEV);
  s->addTask(ID_HANDLER_B, 3000, q, new HandlerTask(s));
  s->addTask(ID_DEVICE_A, 4000, nullptr, new DeviceTask(s));
  s->addTask(ID_DEVICE_B, 5000, nullptr, new DeviceTask(s));
  s->schedule();
  return s->queueCount == 23246 && s->holdCount == 9297;
}

int main(int argc, char **argv) {
  int iterations = argc > 1 ? atoi(argv[1]) : 10;
  bool ok = true;
  for (int i = 0; i < iterations; i++)
    if (!runRichards()) ok = false;
  puts(ok ? "richards: correct" : "richards: wrong counts");
  return !ok;
}
