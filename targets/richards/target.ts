// Richards: the kernel of an operating system with six tasks, by Martin Richards; an object-oriented classic for
// measuring virtual calls, field access and small-object code. Usage: richards [ITERATIONS]

const ID_IDLE = 0;
const ID_WORKER = 1;
const ID_HANDLER_A = 2;
const ID_HANDLER_B = 3;
const ID_DEVICE_A = 4;
const ID_DEVICE_B = 5;
const NUMBER_OF_IDS = 6;

const KIND_DEV = 0;
const KIND_WORK = 1;

const STATE_RUNNING = 0;
const STATE_RUNNABLE = 1;
const STATE_SUSPENDED = 2;
const STATE_HELD = 4;
const STATE_SUSPENDED_RUNNABLE = STATE_SUSPENDED | STATE_RUNNABLE;
const STATE_NOT_HELD = ~STATE_HELD;

const COUNT = 10000;
const EXPECTED_QUEUE_COUNT = 23246;
const EXPECTED_HOLD_COUNT = 9297;
const DATA_SIZE = 4;

class Packet {
  link: Packet | null;
  id: number;
  readonly kind: number;
  a1 = 0;
  readonly a2: number[];

  constructor(link: Packet | null, id: number, kind: number) {
    this.link = link;
    this.id = id;
    this.kind = kind;
    this.a2 = new Array<number>(DATA_SIZE).fill(0);
  }

  /** Appends this packet to a queue; gives the queue. */
  addTo(queue: Packet | null): Packet {
    this.link = null;
    if (queue === null) return this;
    let next: Packet = queue;
    let peek = next.link;
    while (peek !== null) {
      next = peek;
      peek = next.link;
    }
    next.link = this;
    return queue;
  }
}

abstract class Task {
  protected readonly scheduler: Scheduler;
  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }
  abstract run(packet: Packet | null): TaskControlBlock | null;
}

class TaskControlBlock {
  readonly link: TaskControlBlock | null;
  readonly id: number;
  readonly priority: number;
  private queue: Packet | null;
  private readonly task: Task;
  private state: number;

  constructor(link: TaskControlBlock | null, id: number, priority: number, queue: Packet | null, task: Task) {
    this.link = link;
    this.id = id;
    this.priority = priority;
    this.queue = queue;
    this.task = task;
    this.state = queue === null ? STATE_SUSPENDED : STATE_SUSPENDED_RUNNABLE;
  }

  setRunning(): void {
    this.state = STATE_RUNNING;
  }
  markAsNotHeld(): void {
    this.state = this.state & STATE_NOT_HELD;
  }
  markAsHeld(): void {
    this.state = this.state | STATE_HELD;
  }
  isHeldOrSuspended(): boolean {
    return (this.state & STATE_HELD) !== 0 || this.state === STATE_SUSPENDED;
  }
  markAsSuspended(): void {
    this.state = this.state | STATE_SUSPENDED;
  }
  markAsRunnable(): void {
    this.state = this.state | STATE_RUNNABLE;
  }

  /** Runs this task with the first packet of its queue, if it is runnable. */
  run(): TaskControlBlock | null {
    let packet: Packet | null = null;
    if (this.state === STATE_SUSPENDED_RUNNABLE) {
      packet = this.queue;
      if (packet !== null) {
        this.queue = packet.link;
        this.state = this.queue === null ? STATE_RUNNING : STATE_RUNNABLE;
      }
    }
    return this.task.run(packet);
  }

  /** Adds a packet to this task's queue; the task that should run next. */
  checkPriorityAdd(task: TaskControlBlock, packet: Packet): TaskControlBlock {
    if (this.queue === null) {
      this.queue = packet;
      this.markAsRunnable();
      if (this.priority > task.priority) return this;
    } else this.queue = packet.addTo(this.queue);
    return task;
  }
}

class Scheduler {
  queueCount = 0;
  holdCount = 0;
  private readonly blocks: (TaskControlBlock | null)[] = new Array<TaskControlBlock | null>(
    NUMBER_OF_IDS,
  ).fill(null);
  private list: TaskControlBlock | null = null;
  private current: TaskControlBlock | null = null;
  private currentId = 0;

  addTask(id: number, priority: number, queue: Packet | null, task: Task): void {
    const tcb = new TaskControlBlock(this.list, id, priority, queue, task);
    this.current = tcb;
    this.list = tcb;
    this.blocks[id] = tcb;
  }

  addRunningTask(id: number, priority: number, queue: Packet | null, task: Task): void {
    this.addTask(id, priority, queue, task);
    this.current!.setRunning();
  }

  schedule(): void {
    this.current = this.list;
    while (this.current !== null) {
      if (this.current.isHeldOrSuspended()) this.current = this.current.link;
      else {
        this.currentId = this.current.id;
        this.current = this.current.run();
      }
    }
  }

  release(id: number): TaskControlBlock | null {
    const tcb = this.blocks[id]!;
    tcb.markAsNotHeld();
    return tcb.priority > this.current!.priority ? tcb : this.current;
  }

  holdCurrent(): TaskControlBlock | null {
    this.holdCount++;
    this.current!.markAsHeld();
    return this.current!.link;
  }

  suspendCurrent(): TaskControlBlock | null {
    this.current!.markAsSuspended();
    return this.current;
  }

  queue(packet: Packet): TaskControlBlock | null {
    const t = this.blocks[packet.id]!;
    this.queueCount++;
    packet.link = null;
    packet.id = this.currentId;
    return t.checkPriorityAdd(this.current!, packet);
  }
}

class IdleTask extends Task {
  private v1: number;
  private count: number;
  constructor(scheduler: Scheduler, v1: number, count: number) {
    super(scheduler);
    this.v1 = v1;
    this.count = count;
  }
  run(_packet: Packet | null): TaskControlBlock | null {
    this.count--;
    if (this.count === 0) return this.scheduler.holdCurrent();
    if ((this.v1 & 1) === 0) {
      this.v1 = this.v1 >> 1;
      return this.scheduler.release(ID_DEVICE_A);
    }
    this.v1 = (this.v1 >> 1) ^ 0xd008;
    return this.scheduler.release(ID_DEVICE_B);
  }
}

class DeviceTask extends Task {
  private v1: Packet | null = null;
  run(packet: Packet | null): TaskControlBlock | null {
    if (packet === null) {
      if (this.v1 === null) return this.scheduler.suspendCurrent();
      const v = this.v1;
      this.v1 = null;
      return this.scheduler.queue(v);
    }
    this.v1 = packet;
    return this.scheduler.holdCurrent();
  }
}

class WorkerTask extends Task {
  private v1: number;
  private v2: number;
  constructor(scheduler: Scheduler, v1: number, v2: number) {
    super(scheduler);
    this.v1 = v1;
    this.v2 = v2;
  }
  run(packet: Packet | null): TaskControlBlock | null {
    if (packet === null) return this.scheduler.suspendCurrent();
    this.v1 = this.v1 === ID_HANDLER_A ? ID_HANDLER_B : ID_HANDLER_A;
    packet.id = this.v1;
    packet.a1 = 0;
    for (let i = 0; i < DATA_SIZE; i++) {
      this.v2++;
      if (this.v2 > 26) this.v2 = 1;
      packet.a2[i] = this.v2;
    }
    return this.scheduler.queue(packet);
  }
}

class HandlerTask extends Task {
  private v1: Packet | null = null;
  private v2: Packet | null = null;
  run(packet: Packet | null): TaskControlBlock | null {
    if (packet !== null) {
      if (packet.kind === KIND_WORK) this.v1 = packet.addTo(this.v1);
      else this.v2 = packet.addTo(this.v2);
    }
    if (this.v1 !== null) {
      const count = this.v1.a1;
      if (count < DATA_SIZE) {
        if (this.v2 !== null) {
          const v = this.v2;
          this.v2 = this.v2.link;
          v.a1 = this.v1.a2[count]!;
          this.v1.a1 = count + 1;
          return this.scheduler.queue(v);
        }
      } else {
        const v = this.v1;
        this.v1 = this.v1.link;
        return this.scheduler.queue(v);
      }
    }
    return this.scheduler.suspendCurrent();
  }
}

function runRichards(): boolean {
  const scheduler = new Scheduler();
  scheduler.addRunningTask(ID_IDLE, 0, null, new IdleTask(scheduler, 1, COUNT));
  let queue = new Packet(null, ID_WORKER, KIND_WORK);
  queue = new Packet(queue, ID_WORKER, KIND_WORK);
  scheduler.addTask(ID_WORKER, 1000, queue, new WorkerTask(scheduler, ID_HANDLER_A, 0));
  queue = new Packet(null, ID_DEVICE_A, KIND_DEV);
  queue = new Packet(queue, ID_DEVICE_A, KIND_DEV);
  queue = new Packet(queue, ID_DEVICE_A, KIND_DEV);
  scheduler.addTask(ID_HANDLER_A, 2000, queue, new HandlerTask(scheduler));
  queue = new Packet(null, ID_DEVICE_B, KIND_DEV);
  queue = new Packet(queue, ID_DEVICE_B, KIND_DEV);
  queue = new Packet(queue, ID_DEVICE_B, KIND_DEV);
  scheduler.addTask(ID_HANDLER_B, 3000, queue, new HandlerTask(scheduler));
  scheduler.addTask(ID_DEVICE_A, 4000, null, new DeviceTask(scheduler));
  scheduler.addTask(ID_DEVICE_B, 5000, null, new DeviceTask(scheduler));
  scheduler.schedule();
  return scheduler.queueCount === EXPECTED_QUEUE_COUNT && scheduler.holdCount === EXPECTED_HOLD_COUNT;
}

export function entryPoint(argv: string[]): number {
  const iterations = argv.length > 1 ? parseInt(argv[1]!, 10) : 10;
  let ok = true;
  for (let i = 0; i < iterations; i++) if (!runRichards()) ok = false;
  console.log(ok ? "richards: correct" : "richards: wrong counts");
  return ok ? 0 : 1;
}
