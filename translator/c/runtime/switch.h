/* switch.h — leaving one native stack for another: registers that functions must preserve are pushed, the stack pointer
 * is exchanged, and they are popped from the other stack. By hand for x86-64 and AArch64 (System V and AAPCS64 ABIs),
 * elsewhere, or with -DVS_PORTABLE_SWITCH, by ucontext. Included by coroutine.c alone. */
#ifndef VS_SWITCH_H
#define VS_SWITCH_H

#if defined(__x86_64__) && defined(__linux__) && !defined(VS_PORTABLE_SWITCH)

typedef void *vs_place;

/* Stores the present place at `from` and goes on at `to`. Also the control words of SSE and x87 belong to the caller. */
void vs_switch(vs_place *from, vs_place to);
__asm__(
    ".text\n"
    ".p2align 4\n"
    ".globl vs_switch\n"
    ".hidden vs_switch\n"
    ".type vs_switch, @function\n"
    "vs_switch:\n"
    "  .cfi_startproc\n"
    "  endbr64\n"
    "  pushq %rbp\n"
    "  pushq %rbx\n"
    "  pushq %r12\n"
    "  pushq %r13\n"
    "  pushq %r14\n"
    "  pushq %r15\n"
    "  subq $8, %rsp\n"
    "  stmxcsr (%rsp)\n"
    "  fnstcw 4(%rsp)\n"
    "  movq %rsp, (%rdi)\n"
    "  movq %rsi, %rsp\n"
    "  ldmxcsr (%rsp)\n"
    "  fldcw 4(%rsp)\n"
    "  addq $8, %rsp\n"
    "  popq %r15\n"
    "  popq %r14\n"
    "  popq %r13\n"
    "  popq %r12\n"
    "  popq %rbx\n"
    "  popq %rbp\n"
    "  ret\n"
    "  .cfi_endproc\n"
    ".size vs_switch, . - vs_switch\n");

/* The place at which `begin` is entered, on the stack below `top`. It must not return. */
static vs_place vs_new_place(char *bottom, char *top, void (*begin)(void)) {
  (void)bottom;
  uint64_t *sp = (uint64_t *)(void *)((uintptr_t)top & ~(uintptr_t)15);
  *--sp = 0; /* as if called: the stack pointer is 8 off a multiple of 16, and tracebacks of debuggers end */
  *--sp = (uint64_t)(uintptr_t)begin;
  for (int i = 0; i < 6; i++) *--sp = 0;
  uint32_t mxcsr;
  uint16_t x87;
  __asm__("stmxcsr %0" : "=m"(mxcsr));
  __asm__("fnstcw %0" : "=m"(x87));
  *--sp = (uint64_t)x87 << 32 | mxcsr;
  return sp;
}

#elif defined(__aarch64__) && defined(__linux__) && !defined(VS_PORTABLE_SWITCH)

typedef void *vs_place;

void vs_switch(vs_place *from, vs_place to);
__asm__(
    ".text\n"
    ".p2align 4\n"
    ".globl vs_switch\n"
    ".hidden vs_switch\n"
    ".type vs_switch, %function\n"
    "vs_switch:\n"
    "  .cfi_startproc\n"
    "  hint #34\n" /* bti c */
    "  sub sp, sp, #176\n"
    "  stp x19, x20, [sp]\n"
    "  stp x21, x22, [sp, #16]\n"
    "  stp x23, x24, [sp, #32]\n"
    "  stp x25, x26, [sp, #48]\n"
    "  stp x27, x28, [sp, #64]\n"
    "  stp x29, x30, [sp, #80]\n"
    "  stp d8, d9, [sp, #96]\n"
    "  stp d10, d11, [sp, #112]\n"
    "  stp d12, d13, [sp, #128]\n"
    "  stp d14, d15, [sp, #144]\n"
    "  mrs x9, fpcr\n"
    "  str x9, [sp, #160]\n"
    "  mov x9, sp\n"
    "  str x9, [x0]\n"
    "  mov sp, x1\n"
    "  ldr x9, [sp, #160]\n"
    "  msr fpcr, x9\n"
    "  ldp x19, x20, [sp]\n"
    "  ldp x21, x22, [sp, #16]\n"
    "  ldp x23, x24, [sp, #32]\n"
    "  ldp x25, x26, [sp, #48]\n"
    "  ldp x27, x28, [sp, #64]\n"
    "  ldp x29, x30, [sp, #80]\n"
    "  ldp d8, d9, [sp, #96]\n"
    "  ldp d10, d11, [sp, #112]\n"
    "  ldp d12, d13, [sp, #128]\n"
    "  ldp d14, d15, [sp, #144]\n"
    "  add sp, sp, #176\n"
    "  ret\n"
    "  .cfi_endproc\n"
    ".size vs_switch, . - vs_switch\n");

static vs_place vs_new_place(char *bottom, char *top, void (*begin)(void)) {
  (void)bottom;
  uint64_t *sp = (uint64_t *)(void *)((uintptr_t)top & ~(uintptr_t)15) - 22;
  memset(sp, 0, 22 * sizeof *sp);
  sp[11] = (uint64_t)(uintptr_t)begin; /* x30, where `ret` goes */
  __asm__("mrs %0, fpcr" : "=r"(sp[20]));
  return sp;
}

#else

#include <ucontext.h>

/* At the top of the stack that is left; the switch also saves the signal mask, which costs two system calls. */
typedef ucontext_t *vs_place;

static void vs_switch(vs_place *from, vs_place to) {
  ucontext_t here;
  *from = &here;
  if (swapcontext(&here, to) != 0) vs_fatal("cannot switch stacks");
}

static vs_place vs_new_place(char *bottom, char *top, void (*begin)(void)) {
  ucontext_t *place = (ucontext_t *)((uintptr_t)(top - sizeof(ucontext_t)) & ~(uintptr_t)63);
  if (getcontext(place) != 0) vs_fatal("cannot make a stack");
  place->uc_stack.ss_sp = bottom;
  place->uc_stack.ss_size = (size_t)((char *)place - bottom);
  place->uc_link = NULL;
  makecontext(place, begin, 0);
  return place;
}

#endif

#endif
