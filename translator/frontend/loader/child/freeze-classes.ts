// Freezes class objects, and the private fields of their instances.

import type { FrozenClass, FrozenPrivate, FrozenValue, Named } from "../../heap-image.ts";
import type { Freezer } from "./freeze.ts";
import { ownProperties, type Property } from "./properties.ts";
import { type ClassRecord, keyOf, memberValue, MISSING } from "./registry.ts";

/** The image of class object `made`. */
export function freezeClass(freezer: Freezer, made: object, record: ClassRecord): FrozenClass {
  const parent: unknown = Object.getPrototypeOf(made);
  const patches: FrozenClass["patches"][number][] = [];
  const statics: Named[] = [];
  for (const property of ownProperties(made, (key) => key === "length" || key === "prototype")) {
    if (property.key === "name" && !Object.prototype.propertyIsEnumerable.call(made, "name")) continue;
    const state = memberState(record, true, property);
    if (state === "replaced") patches.push(["static", property.key, freezer.propertyValue(property)]);
    if (state === "other") statics.push([property.key, freezer.propertyValue(property)]);
  }
  const prototype = Reflect.get(made, "prototype") as object;
  for (const property of ownProperties(prototype, (key) => key === "constructor")) {
    if (memberState(record, false, property) === "member") continue;
    patches.push(["prototype", property.key, freezer.propertyValue(property)]);
  }
  for (const { key, isStatic } of record.members) {
    const on = isStatic ? "static" : "prototype";
    const known = patches.some((patch) => patch[0] === on && patch[1] === key);
    if (!known && !Object.hasOwn(isStatic ? made : prototype, keyOf(key))) {
      patches.push([on, key, { k: "undefined" } satisfies FrozenValue]);
    }
  }
  return {
    kind: "class",
    site: { file: record.module.file, start: record.site.start },
    name: record.site.name,
    captures: freezer.captures(record),
    superclass: parent === Function.prototype || parent === null ? null : freezer.id(parent),
    statics,
    privates: privatesOf(freezer, made, made),
    patches,
  };
}

/** The private fields that classes of `value`'s chain, from the base up to `made`, put into it. */
export function readPrivates(freezer: Freezer, value: object, made: object): FrozenPrivate[] {
  const chain: object[] = [];
  for (let each: unknown = made; typeof each === "function"; each = Object.getPrototypeOf(each))
    chain.unshift(each);
  return chain.flatMap((declaring) => privatesOf(freezer, value, declaring));
}

function privatesOf(freezer: Freezer, value: object, declaring: object): FrozenPrivate[] {
  const record = freezer.registry.classes.get(declaring);
  if (record?.readPrivates === undefined) return [];
  const found: FrozenPrivate[] = [];
  record.readPrivates(value).forEach((held, index) => {
    const name = record.site.privates[index];
    if (held !== MISSING && name !== undefined)
      found.push([freezer.id(declaring), name, freezer.value(held)]);
  });
  return found;
}

/** Whether a property is a member as the source says, one whose function was replaced, or no member at all. */
function memberState(
  record: ClassRecord,
  isStatic: boolean,
  property: Property,
): "member" | "replaced" | "other" {
  const members = record.members.filter((each) => each.isStatic === isStatic && each.key === property.key);
  if (members.length === 0) return "other";
  const parts: PropertyDescriptor =
    property.kind === "data"
      ? { value: property.value }
      : { get: property.get as () => unknown, set: property.set as (value: unknown) => void };
  const same = members.every((member) => memberValue(parts, member.kind) === member.value);
  return same ? "member" : "replaced";
}
