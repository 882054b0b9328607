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

    internal static ArgumentException ItemRefused(Type type) => new(
        $"A shareable list cannot hold a {type}. It holds integers of up to 64 bits, floating point, bool, string, byte[] and null.");

    internal static ArgumentOutOfRangeException ItemTooLarge(ulong value) => new(nameof(value), value,
        $"A shareable list holds integers up to {long.MaxValue}; {value} is larger. Store it as text, or as a double.");

    internal static ArgumentOutOfRangeException ItemTooLong(int length, int max) => new(nameof(length), length,
        $"An item of a shareable list has at most {max} bytes or characters; this one has {length}. Share it in a SharedArray<byte> or SharedMemory.");

    internal static ArgumentException ItemNotUnicode(int index) => new(
        $"The text has half of a surrogate pair at {index}, which UTF-8 cannot say. Give it whole characters.");

    internal static ArgumentOutOfRangeException ItemExceedsSlot(string name, int index, int length, int slot) => new(nameof(index), index,
        $"shareable list '{name}': item {index} has a slot of {slot} bytes, and the text or bytes to store have {length}. Make the list with a longer item there.");

    internal static ArgumentOutOfRangeException OutsideList(string name, string parameter, int index, int count) => new(parameter, index,
        $"shareable list '{name}' has {count} items, and index {index} is not among them. Use 0 to {count - 1}.");

    internal static SegmentCorruptException NotAList(string name, string found) => new("shareable list", name,
        $"shared memory '{name}' is not a shareable list of Python 3.9 or later: {found}. Open it as SharedMemory, or Remove it and create the list anew.");

    internal static SegmentCorruptException NotAnItem(string name, int index, string found) => new("shareable list", name,
        $"shareable list '{name}': item {index} has {found}. Another process is just replacing it, or wrote where it should not have. Guard the list by a lock, or replace the item.");

    internal static SegmentCorruptException NotText(string name, int index) => new("shareable list", name,
        $"shareable list '{name}': item {index} is text whose bytes are not UTF-8. CPython cuts text that has more bytes than characters; or it is just being replaced. Make the list with a longer item there.");
}
