using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Something shareable that lies nowhere: attaching makes another object of the same name.</summary>
internal sealed class FakeShared(string name) : ITransferable<FakeShared>, IDisposable
{
    internal const uint Kind = 99;

    internal string Name { get; } = name;

    internal bool IsDisposed { get; private set; }

    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new TransferHandle(Kind, "/nowhere", 1, Name, 2) { Hold = scope.Hold(this) };
    }

    static FakeShared ITransferable<FakeShared>.Attach(in TransferHandle handle, TransferScope scope)
    {
        Assert.Equal(Kind, handle.Kind);
        FakeShared attached = new(handle.Name!);
        (scope as FakeScope)?.Seen.Add(attached);
        return attached;
    }

    public void Dispose() => IsDisposed = true;
}
