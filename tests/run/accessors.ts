// Getters and setters, also inherited and overridden; static members; compound assignment through accessors.

class Temperature {
  static made = 0;
  static readonly freezing = 32;
  private celsius: number;
  constructor(celsius: number) {
    this.celsius = celsius;
    Temperature.made++;
  }
  get fahrenheit(): number {
    return this.celsius * 1.8 + Temperature.freezing;
  }
  set fahrenheit(f: number) {
    this.celsius = (f - Temperature.freezing) / 1.8;
  }
  get label(): string {
    return "plain";
  }
  static of(celsius: number): Temperature {
    return new Temperature(celsius);
  }
}
class Named extends Temperature {
  override get label(): string {
    return "named " + super.label;
  }
}

export function entryPoint(): number {
  const t = Temperature.of(100);
  console.log(t.fahrenheit);
  t.fahrenheit = 50;
  console.log(t.fahrenheit);
  t.fahrenheit += 18;
  console.log(t.fahrenheit, t.label);
  const all: Temperature[] = [t, new Named(0)];
  for (const x of all) console.log(x.label, x.fahrenheit);
  console.log(Temperature.made, Temperature.freezing);
  return Temperature.made;
}
