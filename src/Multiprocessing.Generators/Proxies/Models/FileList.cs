using System.Collections;

namespace Multiprocessing.Generators.Proxies.Models;

/// <summary>Files in an order, equal to another with the same files.</summary>
internal sealed class FileList(IReadOnlyList<GeneratedFile> files) : IReadOnlyList<GeneratedFile>, IEquatable<FileList>
{
    public int Count => files.Count;

    public GeneratedFile this[int index] => files[index];

    public IEnumerator<GeneratedFile> GetEnumerator() => files.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(FileList? other) => other is not null && files.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as FileList);

    public override int GetHashCode() => files.Aggregate(files.Count, static (hash, file) => unchecked(hash * 31 + file.GetHashCode()));
}
