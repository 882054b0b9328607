using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentOutOfRangeException OutsideArray(string name, string parameter, long index, long length) => new(parameter, index,
        $"array '{name}' has {length} elements, and index {index} is not among them. Use 0 to {length - 1}.");

    internal static ArgumentOutOfRangeException OutsideArray(string name, string parameter, long start, int count, long length) => new(parameter, start,
        $"array '{name}' has {length} elements, and {count} from index {start} on are not all among them. Ask for a part of 0 to {length}.");

    internal static InvalidOperationException LongerThanASpan(string name, long length) => new(
        $"array '{name}' has {length} elements, and a span holds at most {int.MaxValue}. Use Chunks(), or AsSpan(start, length) for a part.");

    internal static LockRecursionException UpdateRecursion(string name) => new(
        $"guarded value '{name}' is being updated by this very thread, and an update from within would wait for itself. Change the value by the reference that the update was given.");

    internal static ArgumentException BadRawName(string name) => new(
        $"'{name}' cannot name shared memory. A name has 1 to 255 bytes of UTF-8, is not '.' or '..', and has no '/' but one before it, and no NUL.", nameof(name));

    internal static SegmentMissingException RawMissing(string name) => new("shared memory", name,
        $"shared memory '{name}' does not exist: there is no file {RawMemoryFiles.PathOf(name)}. Create it first. If Python had it open: it removes what it attached to when it ends, " +
        "unless track=False was given (3.13) or the name was unregistered from its resource tracker.");

    internal static SegmentCorruptException RawForeign(string name, string path) => new("shared memory", name,
        $"shared memory '{name}': {path} is not a file of bytes. Move it away, or choose another name.");

    internal static SegmentCorruptException RawEmpty(string name, string path) => new("shared memory", name,
        $"shared memory '{name}': the file {path} is empty. Its maker has not given it a size yet, or died before; try again, or Remove it and create it anew.");

    internal static SegmentAccessException RawRefused(string name, string path, int errno) => new("shared memory", name,
        $"shared memory '{name}': the system refuses {path}: {SegmentFiles.ErrorText(errno)}. " + errno switch
        {
            Errno.ENOENT or Errno.EROFS or Errno.EINVAL or Errno.EOPNOTSUPP => "It needs a tmpfs that can be written to at /dev/shm, and /proc. Mount it there.",
            _ => Advice(errno),
        });

    internal static ArgumentOutOfRangeException OutsideMemory(string name, string parameter, long start, int count, long size) => new(parameter, start,
        $"shared memory '{name}' has {size} bytes, and {count} from {start} on are not all among them. Ask for a part of 0 to {size}.");

    internal static InvalidOperationException LargerThanASpan(string name, long size) => new(
        $"shared memory '{name}' has {size} bytes, and a span holds at most {int.MaxValue}. Use AsSpan(start, length) for a part.");
}
