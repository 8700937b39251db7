import Glibc

/// Has the memory of this thread grow in steps.
///
/// On any thread but the first, glibc's malloc grows its heap page by page, with a system call
/// each: a tenth of the time in which a large table is read. A block that is taken and given back
/// makes it grow by as much at once, and stays with it as long as it is below the size at which
/// memory goes back to the system (https://sourceware.org/glibc/wiki/MallocInternals).
enum HeapGrowth {
    private static let step = 120 << 10

    /// Makes room for some hundred rows.
    @inline(never)
    static func ahead() {
        let block = unsafe malloc(step)
        // What nobody writes to the compiler would leave out.
        unsafe block?.storeBytes(of: 0, as: UInt8.self)
        unsafe free(block)
    }
}
