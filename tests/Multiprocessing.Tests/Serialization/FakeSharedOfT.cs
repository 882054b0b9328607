using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>A generic one. It is enumerable too, as arrays are, which must not make a list of it.</summary>
internal sealed class FakeShared<T>(string name) : ITransferable<FakeShared<T>>, IEnumerable<T>
{
    internal string Name { get; } = name;

    TransferHandle ITransferable.Export(TransferScope scope) => new(FakeShared.Kind + 1, "", 0, $"{Name}:{typeof(T).Name}", 3);

    static FakeShared<T> ITransferable<FakeShared<T>>.Attach(in TransferHandle handle, TransferScope scope) => new(handle.Name!.Split(':')[0]);

    public IEnumerator<T> GetEnumerator() => throw new InvalidOperationException("It was enumerated.");

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
