// exit: 5
// process.exit ends the program at once, also out of try and finally.

export function entryPoint(): number {
  console.log("first");
  try {
    process.exit(5);
  } finally {
    console.log("never");
  }
  return 0;
}
