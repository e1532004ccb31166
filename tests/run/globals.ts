// Module variables that functions assign: of every kind, nullable, shared between functions, static fields.

let count = 0;
let ratio = 0.5;
let label = "start";
let flag = false;
let current: Session | null = null;
let last: number | undefined;
const history: string[] = [];

class Session {
  static next = 1;
  static readonly all: Session[] = [];
  readonly id: number;
  constructor() {
    this.id = Session.next++;
    Session.all.push(this);
  }
}
function open(): void {
  current = new Session();
  count++;
  history.push(`open ${current.id}`);
}
function close(): void {
  last = current?.id;
  current = null;
  ratio /= 2;
  flag = !flag;
  label += ".";
}

export function entryPoint(): number {
  console.log(count, ratio, label, flag, current === null, last === undefined);
  open();
  open();
  console.log(current === null);
  close();
  open();
  close();
  console.log(count, ratio, label, flag, current === null, last ?? -1);
  console.log(history.join(), Session.all.length, Session.next);
  return count;
}
