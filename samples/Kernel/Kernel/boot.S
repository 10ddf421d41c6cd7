/* From the firmware's hand to C#: PVH entry in 32-bit protected mode, first page tables, long mode, traps, and the few instructions C#
   has no words for. What is decided here is only what must be; the rest is C#. */

KERNEL_BASE = 0xFFFFFFFF80000000
FRAME_SIZE = 512 + 22 * 8               /* of a TrapFrame; a multiple of 16 */

        .section .note.Xen, "a", @note
        .align 4
        .long 4, 8, 18                  /* the size of the name, of the value, and "physical 32-bit entry" */
        .asciz "Xen"
        .quad start32

/* ---- 32 bits, no paging; ebx: where the start info is ---- */
        .section .boot, "ax", @progbits
        .code32
        .global start32
start32:
        cld
        mov $(boot_pml4 - KERNEL_BASE), %edi

        /* The lower 4 GiB, by 2 MiB pages, seen three times: where they are (for the next instructions), in the direct map, and their first
           two once more as the kernel's image. */
        movl $(boot_pdpt - KERNEL_BASE + 3), (%edi)
        movl $(boot_pdpt - KERNEL_BASE + 3), 256*8(%edi)
        movl $(boot_pdpt_high - KERNEL_BASE + 3), 511*8(%edi)
        mov $(boot_pdpt - KERNEL_BASE), %edi
        mov $(boot_pd - KERNEL_BASE + 3), %eax
        mov $4, %ecx
1:      mov %eax, (%edi)
        add $8, %edi
        add $4096, %eax
        loop 1b
        mov $(boot_pdpt_high - KERNEL_BASE), %edi
        movl $(boot_pd - KERNEL_BASE + 3), 510*8(%edi)
        movl $(boot_pd - KERNEL_BASE + 4096 + 3), 511*8(%edi)
        mov $(boot_pd - KERNEL_BASE), %edi
        mov $0x83, %eax                 /* present, writable, 2 MiB */
        mov $2048, %ecx
1:      mov %eax, (%edi)
        add $8, %edi
        add $0x200000, %eax
        loop 1b

        mov %cr4, %eax
        or $0x620, %eax                 /* PAE, and SSE's OSFXSR, OSXMMEXCPT: compiled C# uses its registers */
        mov %eax, %cr4
        mov $(boot_pml4 - KERNEL_BASE), %eax
        mov %eax, %cr3
        mov $0xC0000080, %ecx           /* EFER: long mode, no-execute */
        rdmsr
        or $0x900, %eax
        wrmsr
        mov %cr0, %eax
        and $~4, %eax                   /* no emulation of the FPU */
        or $0x80010003, %eax            /* paging, write-protect in ring 0 too, MP, PE */
        mov %eax, %cr0
        lgdt boot_gdt_pointer
        ljmp $0x08, $start64_low

        .code64
start64_low:
        movabs $start64, %rax
        jmp *%rax

        .align 8
boot_gdt:
        .quad 0, 0x00AF9B000000FFFF, 0x00CF93000000FFFF
boot_gdt_pointer:
        .word . - boot_gdt - 1
        .long boot_gdt

/* ---- 64 bits, where the kernel is linked ---- */
        .text
start64:
        lea gdt_pointer(%rip), %rax
        lgdt (%rax)
        mov $0x10, %eax
        mov %eax, %ds
        mov %eax, %es
        mov %eax, %ss
        xor %eax, %eax
        mov %eax, %fs
        mov %eax, %gs
        lea stack_top(%rip), %rsp
        xor %ebp, %ebp                  /* the end of the chain a stack trace follows */
        mov %ebx, %edi
        call kmain
        mov %eax, %edi
        /* falls through */

        .global leave_machine
leave_machine:                          /* edi: the value; the emulator exits with 2*value+1 */
        mov %edi, %eax
        mov $0xF4, %edx
        out %eax, %dx
1:      cli
        hlt
        jmp 1b

        .macro function name
        .global \name
        .type \name, @function
\name:
        .endm

/* ---- traps: a frame as TrapFrame.cs describes it ---- */
        .macro stub vector
        .align 16
        .if \vector == 8 || (\vector >= 10 && \vector <= 14) || \vector == 17 || \vector == 21 || \vector == 29 || \vector == 30
        nop                             /* the processor has pushed an error code */
        .else
        push $0
        .endif
        push $\vector
        jmp trap_common
        .endm

        .align 16
        .global trap_stubs
trap_stubs:
        .altmacro
        .set n, 0
        .rept 256
        stub %n
        .set n, n + 1
        .endr
        .noaltmacro

        .macro push_registers
        push %rax
        push %rcx
        push %rdx
        push %rbx
        push %rbp
        push %rsi
        push %rdi
        push %r8
        push %r9
        push %r10
        push %r11
        push %r12
        push %r13
        push %r14
        push %r15
        sub $512, %rsp
        fxsave64 (%rsp)
        .endm

trap_common:
        push_registers
        cld
        mov %rsp, %rdi
        call ktrap
        mov %rsp, %rdi
        /* falls through */

resume:                                 /* rdi: the frame */
        mov %rdi, %rsp
        fxrstor64 (%rsp)
        add $512, %rsp
        pop %r15
        pop %r14
        pop %r13
        pop %r12
        pop %r11
        pop %r10
        pop %r9
        pop %r8
        pop %rdi
        pop %rsi
        pop %rbp
        pop %rbx
        pop %rdx
        pop %rcx
        pop %rax
        add $16, %rsp
        iretq

/* Runs a task from its frame until a trap, which C# answers with leave_user; returns what that was given. */
function enter_user
        push %rbx
        push %rbp
        push %r12
        push %r13
        push %r14
        push %r15
        mov %rsp, kernel_resume(%rip)
        mov %rdi, %rsi
        lea trap_stack_top - FRAME_SIZE(%rip), %rdi
        mov %rdi, %rax
        mov $FRAME_SIZE / 8, %ecx
        rep movsq
        mov %rax, %rdi
        jmp resume

function leave_user
        mov kernel_resume(%rip), %rsp
        mov %edi, %eax
        pop %r15
        pop %r14
        pop %r13
        pop %r12
        pop %rbp
        pop %rbx
        ret

/* kpanic(message, length): the registers as they are, as a frame, and on to C#. */
function kpanic
        mov %rsp, %rax
        mov (%rax), %rdx
        lea 8(%rax), %rcx
        and $-16, %rsp
        push $0x10
        push %rcx
        pushfq
        push $0x08
        push %rdx
        push $0
        push $-1
        push_registers
        mov %rsp, %rdx
        call kpanic_report
1:      cli
        hlt
        jmp 1b

/* ---- probes: one access that may fault; the fault handler sends it to probe_failed ---- */
function probe_read
        .global probe_read_at
probe_read_at:
        movzbl (%rdi), %eax
        ret

function probe_write
        .global probe_write_at
probe_write_at:
        movb %sil, (%rdi)
        xor %eax, %eax
        ret

function probe_call
        sub $8, %rsp
        xor %eax, %eax
        call *%rdi
        .global probe_call_return
probe_call_return:
        add $8, %rsp
        ret

        .global probe_failed
probe_failed:
        mov $-1, %eax
        ret

/* ---- the processor's registers and ports ---- */
function out_byte
        mov %edi, %edx
        mov %esi, %eax
        out %al, %dx
        ret

function in_byte
        mov %edi, %edx
        xor %eax, %eax
        in %dx, %al
        ret

function read_cr2
        mov %cr2, %rax
        ret

function read_cr3
        mov %cr3, %rax
        ret

function write_cr3
        mov %rdi, %cr3
        ret

function read_cr0
        mov %cr0, %rax
        ret

function read_cr4
        mov %cr4, %rax
        ret

function write_cr4
        mov %rdi, %cr4
        ret

function invalidate_page
        invlpg (%rdi)
        ret

function has_smep
        push %rbx
        xor %eax, %eax
        cpuid
        cmp $7, %eax
        mov $0, %eax
        jb 1f
        mov $7, %eax
        xor %ecx, %ecx
        cpuid
        shr $7, %ebx
        and $1, %ebx
        mov %ebx, %eax
1:      pop %rbx
        ret

function load_traps                     /* rdi: the IDT's ten bytes of pointer */
        lidt (%rdi)
        mov $0x28, %eax
        ltr %ax
        ret

function pause_processor
        pause
        ret

function read_frame_pointer
        mov %rbp, %rax
        ret

/* ---- where things are: C# knows the bounds of the image by number ---- */
function image_bound
        lea bounds(%rip), %rax
        mov (%rax,%rdi,8), %rax
        ret

        .macro address_of name, symbol
function \name
        lea \symbol(%rip), %rax
        ret
        .endm

        address_of heap_start, heap
        address_of gdt_address, gdt
        address_of modules_start, __start___modules

function heap_size
        mov $HEAP_SIZE, %eax
        ret

/* ---- what compiled code calls ---- */
function memset
        mov %rdi, %r8
        mov %esi, %eax
        mov %rdx, %rcx
        rep stosb
        mov %r8, %rax
        ret

function memcpy
function memmove
        mov %rdi, %rax
        mov %rdx, %rcx
        mov %rdi, %r8
        sub %rsi, %r8
        cmp %rdx, %r8
        jb 1f                           /* the destination begins inside the source: backwards */
        rep movsb
        ret
1:      lea -1(%rdi,%rdx), %rdi
        lea -1(%rsi,%rdx), %rsi
        std
        rep movsb
        cld
        ret

function RhpStackProbe
        ret

function RhpByRefAssignRef              /* registers of its own: *rdi++ = *rsi++, rcx free */
        mov (%rsi), %rcx
        mov %rcx, (%rdi)
        add $8, %rdi
        add $8, %rsi
        ret

/* ---- read only ---- */
        .section .rodata
        .align 8
bounds:
        .quad image_start, text_start, text_end, rodata_end, image_end
        .quad stack_guard, trap_stack_guard, fault_stack_guard, double_fault_stack_guard
        .quad stack_top, trap_stack_top, fault_stack_top, double_fault_stack_top
        .quad probe_read_at, probe_write_at, probe_call_return, probe_failed
        .quad trap_stubs, user_code, user_code_end, user_first, user_second

        .global __security_cookie
        .align 8
__security_cookie:
        .quad 0x5C3D9A12B4E7F086

/* ---- writable ---- */
        .data
        .align 16
gdt:                                    /* kernel code and data, user data and code; the task's descriptor is filled in by C# */
        .quad 0, 0x00AF9B000000FFFF, 0x00CF93000000FFFF, 0x00CFF3000000FFFF, 0x00AFFB000000FFFF, 0, 0
gdt_pointer:
        .word gdt_pointer - gdt - 1
        .quad gdt

        .global RhpTrapThreads
        .align 8
RhpTrapThreads:
        .quad 0
kernel_resume:
        .quad 0

HEAP_SIZE = 64 * 1024

        .bss
        .align 4096
boot_pml4:
        .skip 4096
boot_pdpt:
        .skip 4096
boot_pdpt_high:
        .skip 4096
boot_pd:
        .skip 4 * 4096
heap:
        .skip HEAP_SIZE

/* Each stack above a page that the kernel's page tables leave out. */
        .section .stacks, "aw", @nobits
        .align 4096
stack_guard:
        .skip 4096
        .skip 64 * 1024
stack_top:
trap_stack_guard:
        .skip 4096
        .skip 16 * 1024
trap_stack_top:
fault_stack_guard:
        .skip 4096
        .skip 16 * 1024
fault_stack_top:
double_fault_stack_guard:
        .skip 4096
        .skip 16 * 1024
double_fault_stack_top:

/* ---- two programs for ring 3, copied to pages of their own ---- */
        .section .rodata
        .align 16
SYS_EXIT = 1
SYS_SHARE = 2
SYS_ATTACH = 3
SYS_SEND = 4
SYS_RECEIVE = 5
        .macro system_call number
        mov $\number, %eax
        int $0x80
        .endm

user_code:
user_first:                             /* shares a page, tells its name, and waits until the other has answered in it */
        mov $0x600000, %ebx
        mov %rbx, %rdi
        system_call SYS_SHARE
        test %rax, %rax
        js 2f
        mov %rax, %rdi
        system_call SYS_SEND
        movq $1, (%rbx)
1:      cmpq $2, 8(%rbx)                /* nobody yields: only the timer gives the other its turn */
        jne 1b
        mov 16(%rbx), %rax
2:      mov %rax, %rdi
        system_call SYS_EXIT
        ud2

user_second:                            /* waits for a name, attaches the page, answers, and then looks where it must not */
1:      system_call SYS_RECEIVE
        test %rax, %rax
        js 1b
        mov $0x900000, %ebx
        mov %rax, %rdi
        mov %rbx, %rsi
        system_call SYS_ATTACH
        test %rax, %rax
        js 3f
2:      cmpq $1, (%rbx)
        jne 2b
        movq $1234, 16(%rbx)
        movq $2, 8(%rbx)
3:      mov $text_start, %rax
        mov (%rax), %rdi
        system_call SYS_EXIT            /* not reached */
        ud2
user_code_end:

        .section .note.GNU-stack, "", @progbits
