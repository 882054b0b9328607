using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Data;
using Multiprocessing.Diagnostics;

namespace Multiprocessing;

/// <summary>A list of fixed length in raw shared memory, in CPython's layout: Python's <c>ShareableList(name=...)</c> and this attach to each other by the name.</summary>
/// <remarks>
/// <para>Items are <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, <c>byte[]</c> and null; smaller integers and <see cref="float"/> are taken and
/// come back as the first two. An item may be replaced by one of another type that fits its slot: 8 bytes, or for what was text or bytes when the list was made, the
/// multiple of 8 above its length.</para>
/// <para>Two things are CPython's: trailing zero bytes of text and bytes are lost, and nothing tells <c>1</c> from <c>True</c> when items are searched. One is not: text
/// whose UTF-8 is longer than CPython's slot for it, which CPython cuts, gets a slot that holds it.</para>
/// <para><b>Threads.</b> Every member may be called by any thread, and there is no lock of any kind, as in CPython: a reader beside a writer may see half of a text, or an error that
/// says so. Use a lock of your own, and in Python one as well.</para>
/// <para><b>Processes.</b> As <see cref="SharedMemory"/>: the name stays until somebody removes it. A process that is killed while it replaces an item may leave that item half written.</para>
/// <para><b>Cost.</b> Each access formats or parses the item and allocates it. Who has no Python on the other side takes a <see cref="SharedArray{T}"/>.</para>
/// <para>Source: CPython's <c>multiprocessing.shared_memory.ShareableList</c>, layout of 3.9 and later.</para>
/// </remarks>
/// <example>
/// <code>
/// using var list = ShareableList.Create("settings", [1, 2.5, true, null, "abc"]);
/// list[4] = "xyz";                 // Python: ShareableList(name="settings")[4] == "xyz"
/// ShareableList.Remove("settings");
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The name that its users know.")]
public sealed partial class ShareableList : IReadOnlyList<object?>, IDisposable
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int AttemptsMax = 1000;

    private readonly SharedMemory _memory;

    // Read and checked when the list is opened: another process may write anything there later.
    private readonly long[] _offsets;

    private ShareableList(SharedMemory memory)
    {
        _memory = memory;
        try
        {
            _offsets = ReadOffsets(memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>The name, without a slash.</summary>
    public string Name => _memory.Name;

    /// <summary>The number of items. It never changes.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>The formats of all items, one after the other, as Python's <c>struct</c> writes them: <c>qd8s</c>.</summary>
    /// <exception cref="ObjectDisposedException">The list was disposed.</exception>
    public string Format => string.Concat(Enumerable.Range(0, Count).Select(FormatAt));

    /// <summary>The item at an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1; <c>^1</c> is the last.</param>
    /// <value>A <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, <c>byte[]</c> or null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the list, or the value that is set is larger than the item's slot or than an item can be.</exception>
    /// <exception cref="ArgumentException">The value that is set is of a type that such a list cannot hold, or text with half a surrogate pair.</exception>
    /// <exception cref="SegmentCorruptException">What is there is no item: another process is just replacing it, or has written where it should not have, or CPython has cut the text.</exception>
    /// <exception cref="ObjectDisposedException">The list was disposed.</exception>
    public object? this[int index]
    {
        get => Read(index);
        set => Write(index, ShareableItem.Of(value));
    }

    /// <summary>Makes a list of that name.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8 without a slash; one slash before it is left out.</param>
    /// <param name="values">The items; their number and the sizes of their slots are fixed from now on.</param>
    /// <param name="mode">Who may open it. Default: the user alone (0600).</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or a value is of a type that such a list cannot hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is larger than an item can be.</exception>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place.</exception>
    public static ShareableList Create(string name, IEnumerable<object?> values, UnixFileMode mode = UserOnly)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Make(name, values, mode);
    }

    /// <summary>Makes a list with a new name of the form <c>psm_xxxxxxxx</c>, as CPython does. Like any other it stays until it is removed.</summary>
    /// <param name="values">The items; their number and the sizes of their slots are fixed from now on.</param>
    /// <param name="mode">Who may open it. Default: the user alone (0600).</param>
    /// <returns>The list; its <see cref="Name"/> is what others attach by.</returns>
    /// <exception cref="ArgumentException">A value is of a type that such a list cannot hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is larger than an item can be.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to the place.</exception>
    public static ShareableList Create(IEnumerable<object?> values, UnixFileMode mode = UserOnly) => Make(null, values, mode);

    /// <summary>Opens the list of that name, whoever made it.</summary>
    /// <param name="name">The name; one slash before it is left out.</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentCorruptException">The bytes of that name are no such list.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static ShareableList Open(string name) => new(SharedMemory.Open(name));

    /// <summary>Opens the list of that name, whatever is in it, or makes it.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8 without a slash; one slash before it is left out.</param>
    /// <param name="values">The items, when it is made here.</param>
    /// <param name="mode">Who may open it, when it is made here. Default: the user alone (0600).</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">The name cannot be one, or a value is of a type that such a list cannot hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is larger than an item can be.</exception>
    /// <exception cref="SegmentCorruptException">The bytes of that name are no such list.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it.</exception>
    /// <exception cref="SegmentAccessException">The system refuses access to it.</exception>
    public static ShareableList CreateOrOpen(string name, IEnumerable<object?> values, UnixFileMode mode = UserOnly)
    {
        string bare = SharedMemory.Validate(name);
        ShareableItem[] items = ItemsOf(values);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (SharedMemory.TryOpen(bare) is { } opened) return new ShareableList(opened);
            if (SharedMemory.TryCreate(bare, SizeFor(items), mode, memory => Fill(memory, items)) is { } created) return new ShareableList(created);
        }

        throw Errors.Unsettled(Kind, bare, AttemptsMax);
    }

    /// <summary>Removes the name: CPython's <c>shm.unlink()</c>. Who has the list open goes on using it.</summary>
    /// <param name="name">The name; one slash before it is left out.</param>
    /// <returns>False when there was none.</returns>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentAccessException">The system refuses it.</exception>
    public static bool Remove(string name) => SharedMemory.Remove(name);

    /// <summary>The index of the first item that is like the value.</summary>
    /// <param name="value">What to find. Compared as in Python: by the number, whatever its type, so that 1, 1.0 and true are alike; text and bytes never are.</param>
    /// <returns>The index, or −1.</returns>
    /// <exception cref="ObjectDisposedException">The list was disposed.</exception>
    public int IndexOf(object? value)
    {
        if (!ShareableItem.TryOf(value, out ShareableItem wanted)) return -1;
        for (int i = 0; i < Count; i++)
            if (PythonEquality.AreEqual(Read(i), wanted.Value)) return i;
        return -1;
    }

    /// <summary>How many items are like the value: CPython's <c>count</c>.</summary>
    /// <param name="value">What to count; compared as by <see cref="IndexOf"/>.</param>
    /// <returns>0 or more.</returns>
    /// <exception cref="ObjectDisposedException">The list was disposed.</exception>
    public int CountOf(object? value) => ShareableItem.TryOf(value, out ShareableItem wanted) ? this.Count(item => PythonEquality.AreEqual(item, wanted.Value)) : 0;

    /// <summary>Enumerates the items, reading each when its turn comes.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<object?> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return Read(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes this process's mapping. The name and the list stay for others. Doing it twice does nothing.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>Tells name and number of items. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => $"{Kind} '{Name}' of {Count} items";

    private static ShareableList Make(string? name, IEnumerable<object?> values, UnixFileMode mode)
    {
        ShareableItem[] items = ItemsOf(values);
        return new ShareableList(SharedMemory.CreateFilled(name, SizeFor(items), mode, memory => Fill(memory, items)));
    }

    private static ShareableItem[] ItemsOf(IEnumerable<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Select(ShareableItem.Of)];
    }
}
