// The peer: the kernel's ownership table as it was before this library, one ordered tree of entries under one spin lock, with the same
// operations and the same answers as far as they are timed here. The workload runs here too, so that no call crosses runtimes while
// the clock runs.
use std::cell::UnsafeCell;
use std::collections::BTreeMap;
use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

extern "C" {
    fn sched_setaffinity(pid: i32, size: usize, mask: *const u64) -> i32;
    fn clock_gettime(clock: i32, time: *mut [i64; 2]) -> i32;
}

/// The processor time of this thread, ns: what others do on the machine is not in it.
fn now() -> f64 {
    const CLOCK_THREAD_CPUTIME_ID: i32 = 3;
    let mut time = [0; 2];
    unsafe { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time[0] as f64 * 1e9 + time[1] as f64
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Handle {
    base: u64,
    order: u8,
}

/// Up to four capabilities in place, then on the heap: what `SmallVec<[CapId; 4]>` does.
#[derive(Clone)]
enum Caps {
    Few(u8, [u64; 4]),
    Many(Vec<u64>),
}

impl Caps {
    fn as_slice(&self) -> &[u64] {
        match self {
            Caps::Few(n, caps) => &caps[..*n as usize],
            Caps::Many(caps) => caps,
        }
    }
    fn push(&mut self, cap: u64) {
        match self {
            Caps::Few(n, caps) if *n < 4 => {
                caps[*n as usize] = cap;
                *n += 1;
            }
            Caps::Few(_, caps) => {
                let mut many = caps.to_vec();
                many.push(cap);
                *self = Caps::Many(many);
            }
            Caps::Many(caps) => caps.push(cap),
        }
    }
    fn remove(&mut self, at: usize) {
        match self {
            Caps::Few(n, caps) => {
                caps.copy_within(at + 1..*n as usize, at);
                *n -= 1;
            }
            Caps::Many(caps) => {
                caps.remove(at);
            }
        }
    }
}

#[derive(Clone)]
struct Entry {
    refcount: u32,
    caps: Caps,
    transient: u32,
}

impl Entry {
    fn count(&mut self) -> u32 {
        self.refcount = self.caps.as_slice().len() as u32 + self.transient;
        self.refcount
    }
}

struct Table {
    lock: AtomicBool,
    entries: UnsafeCell<BTreeMap<Handle, Entry>>,
    meta: UnsafeCell<Vec<(u8, u32)>>, // a frame's order and reference count, which the kernel keeps in step
}

unsafe impl Sync for Table {}

impl Table {
    fn with<R>(&self, f: impl FnOnce(&mut BTreeMap<Handle, Entry>, &mut Vec<(u8, u32)>) -> R) -> R {
        while self.lock.load(Ordering::Relaxed) || self.lock.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        let result = unsafe { f(&mut *self.entries.get(), &mut *self.meta.get()) };
        self.lock.store(false, Ordering::Release);
        result
    }
    fn claim(&self, handle: Handle, cap: u64) -> bool {
        self.with(|entries, meta| {
            if entries.contains_key(&handle) {
                return false;
            }
            entries.insert(handle, Entry { refcount: 1, caps: Caps::Few(1, [cap, 0, 0, 0]), transient: 0 });
            sync(meta, handle, 1);
            true
        })
    }
    fn add_ref(&self, handle: Handle, cap: u64) -> Option<u32> {
        self.with(|entries, meta| {
            let entry = entries.get_mut(&handle)?;
            if entry.caps.as_slice().contains(&cap) {
                return None;
            }
            entry.caps.push(cap);
            let count = entry.count();
            sync(meta, handle, count);
            Some(count)
        })
    }
    fn remove_ref(&self, handle: Handle, cap: u64) -> Option<u32> {
        self.with(|entries, meta| {
            let entry = entries.get_mut(&handle)?;
            let at = entry.caps.as_slice().iter().position(|c| *c == cap)?;
            entry.caps.remove(at);
            let count = entry.count();
            if count == 0 {
                entries.remove(&handle);
            }
            sync(meta, handle, count);
            Some(count)
        })
    }
    fn pin(&self, handle: Handle) -> Option<u32> {
        self.with(|entries, meta| {
            let entry = entries.get_mut(&handle)?;
            entry.transient = entry.transient.checked_add(1)?;
            let count = entry.count();
            sync(meta, handle, count);
            Some(count)
        })
    }
    fn unpin(&self, handle: Handle) -> Option<u32> {
        self.with(|entries, meta| {
            let entry = entries.get_mut(&handle)?;
            entry.transient = entry.transient.checked_sub(1)?;
            let count = entry.count();
            if count == 0 {
                entries.remove(&handle);
            }
            sync(meta, handle, count);
            Some(count)
        })
    }
    fn get(&self, handle: Handle) -> Option<Entry> {
        self.with(|entries, _| entries.get(&handle).cloned())
    }
    fn handle_for_base(&self, base: u64) -> Option<Handle> {
        self.with(|entries, _| entries.keys().find(|h| h.base == base).copied())
    }
    fn handle_containing(&self, address: u64) -> Option<Handle> {
        self.with(|entries, _| entries.keys().find(|h| address >= h.base && address < h.base + (4096 << h.order)).copied())
    }
}

fn sync(meta: &mut [(u8, u32)], handle: Handle, count: u32) {
    meta[(handle.base >> 12) as usize] = (handle.order, count);
}

fn rng(x: &mut u64) -> u64 {
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    x.wrapping_mul(0x2545F4914F6CDD1D) >> 11
}

fn handle(i: u64) -> Handle {
    Handle { base: i * 4 * 4096, order: (i % 3) as u8 }
}

/// Operation 0 claim+release, 1 add+remove, 2 pin+unpin, 3 get, 4 handle for base, 5 handle containing. Blocks are split among threads.
/// Returns the slower thread's ns for one (pair of) operations, the best of the passes.
#[no_mangle]
pub extern "C" fn seed_run(blocks: u64, threads: usize, operation: i32, steps: u64, passes: u32) -> f64 {
    const SECOND: u64 = 1 << 40;
    let table = Table {
        lock: AtomicBool::new(false),
        entries: UnsafeCell::new(BTreeMap::new()),
        meta: UnsafeCell::new(vec![(0, 0); blocks as usize * 4]),
    };
    for i in 0..blocks {
        assert!(table.claim(handle(i), i + 1));
    }
    let met = AtomicUsize::new(0);
    let work = |thread: usize| -> Vec<f64> {
        unsafe { sched_setaffinity(0, 8, &(1u64 << thread)) };
        let own = blocks / threads as u64;
        // Permutations one behind the other: a single short one the processor would learn by heart.
        let mut order: Vec<u64> = Vec::new();
        let mut x = 99 + thread as u64;
        while order.len() < 65536 {
            let first = order.len();
            order.extend((0..own).map(|i| thread as u64 * own + i));
            for i in (1..own as usize).rev() {
                order.swap(first + i, first + (rng(&mut x) % (i as u64 + 1)) as usize);
            }
        }
        let mut times = Vec::new();
        for pass in 1..=passes as usize {
            met.fetch_add(1, Ordering::SeqCst);
            while met.load(Ordering::SeqCst) < pass * threads {
                spin_loop();
            }
            let start = now();
            let mut at = 0;
            for _ in 0..steps {
                let i = order[at];
                at = if at + 1 == order.len() { 0 } else { at + 1 };
                let h = handle(i);
                match operation {
                    0 => {
                        // Released and claimed again, so that the number of live blocks stays.
                        black_box(table.remove_ref(h, i + 1));
                        black_box(table.claim(h, i + 1));
                    }
                    1 => {
                        black_box(table.add_ref(h, SECOND));
                        black_box(table.remove_ref(h, SECOND));
                    }
                    2 => {
                        black_box(table.pin(h));
                        black_box(table.unpin(h));
                    }
                    3 => {
                        black_box(table.get(h));
                    }
                    4 => {
                        black_box(table.handle_for_base(h.base));
                    }
                    _ => {
                        black_box(table.handle_containing(h.base + (7 * i) % (1 << h.order) * 4096 + 123));
                    }
                }
            }
            times.push((now() - start) / steps as f64);
        }
        times
    };
    let all: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|t| scope.spawn(move || work(t))).collect::<Vec<_>>();
        workers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    (0..passes as usize).map(|p| all.iter().map(|t| t[p]).fold(0.0, f64::max)).fold(f64::MAX, f64::min)
}
