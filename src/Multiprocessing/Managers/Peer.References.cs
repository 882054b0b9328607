using System.Buffers;
using System.Buffers.Binary;

namespace Multiprocessing.Managers;

/// <summary>
/// Objects that stay where they are and are named by a number. Each end numbers what it gave (exports) and keeps what it got (imports). The giver counts each reference that
/// it writes; the getter, when its proxy goes, says how many it got. At zero the export is gone, so a release and a new reference that cross do no harm.
/// </summary>
/// <remarks>
/// A number is given once: one that was released names nothing. Numbers with the highest bit were chosen by the end that opened a name.
/// </remarks>
internal abstract partial class Peer
{
    private const ulong AliasBit = 1UL << 63;
    private const byte NullTag = 0;
    private const byte GiverTag = 1;
    private const byte GetterTag = 2;

    private readonly Lock _references = new();
    private readonly Dictionary<ulong, Export> _exports = [];
    private readonly Dictionary<Hosted, ulong> _exportIds = [];
    private readonly Dictionary<ulong, WeakReference<SharedProxy>> _imports = [];
    private readonly Dictionary<ulong, ulong> _received = [];
    private readonly Dictionary<(string Name, SharedContract Contract), ulong> _aliases = [];
    private readonly List<(ulong Id, ulong Count)> _releases = [];
    private ulong _lastExport;
    private ulong _lastAlias;
    private bool _isReleasing;
    private bool _hasReleased;

    /// <summary>Objects that the other end holds.</summary>
    internal int ExportCount
    {
        get
        {
            lock (_references) return _exports.Count;
        }
    }

    /// <summary>Adds what the other end holds: for each object one holder and its references.</summary>
    internal void CountReferences(Dictionary<Hosted, (int Holders, long References)> counts)
    {
        lock (_references)
        {
            foreach (IGrouping<Hosted, Export> held in _exports.Values.Where(static one => one.Hosted is not null).GroupBy(static one => one.Hosted!))
            {
                (int holders, long references) = counts.GetValueOrDefault(held.Key);
                counts[held.Key] = (holders + 1, references + held.Sum(static one => (long)one.Count));
            }
        }
    }

    /// <summary>The proxy of a named object, without asking whether there is one.</summary>
    internal SharedProxy OpenNamed(string name, SharedContract contract)
    {
        lock (_references)
        {
            if (_aliases.TryGetValue((name, contract), out ulong known) && LiveImport(known) is { } living) return living;
            ulong id = AliasBit | ++_lastAlias;
            CallWriter frame = CallWriter.Rent(this, new FrameHeader(FrameKind.Open, 0, id, 0));
            frame.Write(name);
            frame.Write(contract.TypeName);
            Append(frame);
            _aliases[(name, contract)] = id;
            SharedProxy proxy = Import(contract.Inner, id, name);
            proxy.Target.SeenAs = contract;
            return proxy;
        }
    }

    /// <summary>Writes a reference; the number of an object of this end, else 0. The calls on an object that was not given before take the turn, or one of their own.</summary>
    internal ulong WriteReference(CallWriter writer, object? value, SharedContract contract, Turn? turn = null)
    {
        if (value is null)
        {
            WriteTagged(writer, NullTag, 0);
        }
        else if (value is SharedProxy proxy)
        {
            if (ReferenceEquals(proxy.Target.Peer, this)) WriteTagged(writer, GetterTag, proxy.Target.Id);
            else WriteRelayed(writer, proxy, contract);
        }
        else
        {
            ulong id = AddExport(Host.Hold(value, contract, turn));
            writer.NoteExport(id);
            WriteTagged(writer, GiverTag, id);
            return id;
        }

        return 0;
    }

    /// <summary>Reads a reference: a proxy, or the object itself where it is this end's.</summary>
    internal object? ReadReference(CallReader reader, SharedContract contract)
    {
        byte tag = reader.Take(1)[0];
        ulong id = BinaryPrimitives.ReadUInt64LittleEndian(reader.Take(sizeof(ulong)));
        switch (tag)
        {
            case NullTag:
                return null;
            case GiverTag when (id & AliasBit) == 0:
                return ImportReceived(contract, id);
            case ThirdTag when (id & AliasBit) == 0:
                return ReadRelayed(reader, contract, id);
            case GetterTag:
                object target = FindExport(id)?.Hosted?.Target ?? throw Errors.ReferenceUnknown(id);
                return contract.Type.IsInstanceOfType(target) ? target : throw Errors.ReferenceOfOtherType(target.GetType(), contract.Type);
            default:
                throw Errors.ReferenceDamaged(tag);
        }
    }

    private SharedProxy ImportReceived(SharedContract contract, ulong id)
    {
        lock (_references)
        {
            // A proxy that is being collected releases what it got; its number begins anew with this one.
            _received[id] = _received.GetValueOrDefault(id) + 1;
            return LiveImport(id) ?? Import(contract, id, null);
        }
    }

    /// <summary>Gives back what a proxy received, in a batch with others. From any thread, the finalizer's too.</summary>
    internal void ReleaseLater(SharedProxy proxy)
    {
        ulong id = proxy.Target.Id;
        lock (_references)
        {
            if (_imports.TryGetValue(id, out WeakReference<SharedProxy>? known) && (!known.TryGetTarget(out SharedProxy? living) || ReferenceEquals(living, proxy)))
            {
                // A call on it has a result under way that may have to be undone, by a call on it: then it goes after that.
                if (proxy.Target.KeepsReference) return;
                _imports.Remove(id);
                if (proxy.Target.Name is { } name && _aliases.GetValueOrDefault((name, proxy.Target.SeenAs)) == id) _aliases.Remove((name, proxy.Target.SeenAs));
            }
            else
            {
                // Another proxy of the same object has taken its place, and releases for both.
                return;
            }

            _received.Remove(id, out ulong count);
            if (!AddRelease(id, Math.Max(count, 1))) return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static peer => peer.SendReleases(), this, preferLocal: false);
    }

    /// <summary>Gives back one reference that came and was not read.</summary>
    internal void ReleaseUnread(ulong id)
    {
        lock (_references)
        {
            if (!AddRelease(id, 1)) return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static peer => peer.SendReleases(), this, preferLocal: false);
    }

    /// <summary>Adds to the next batch, under the lock; whether it is to be sent by who asks.</summary>
    private bool AddRelease(ulong id, ulong count)
    {
        _releases.Add((id, count));
        if (_isReleasing) return false;
        return _isReleasing = true;
    }

    private static void WriteTagged(CallWriter writer, byte tag, ulong id)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(ulong)];
        bytes[0] = tag;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[1..], id);
        writer.Write(bytes);
    }

    private SharedProxy? LiveImport(ulong id) => _imports.TryGetValue(id, out WeakReference<SharedProxy>? known) && known.TryGetTarget(out SharedProxy? proxy) && !proxy.IsReleased ? proxy : null;

    private SharedProxy Import(SharedContract contract, ulong id, string? name)
    {
        SharedProxy proxy = contract.CreateProxy(new ProxyTarget(this, contract, id, name));
        _imports[id] = new WeakReference<SharedProxy>(proxy);
        return proxy;
    }

    private void SendReleases()
    {
        (ulong Id, ulong Count)[] releases;
        lock (_references)
        {
            releases = [.. _releases];
            _releases.Clear();
            _isReleasing = false;
        }

        CallWriter frame = CallWriter.Rent(this, new FrameHeader(FrameKind.Release, 0, 0, 0));
        Span<byte> entry = stackalloc byte[2 * sizeof(ulong)];
        foreach ((ulong id, ulong count) in releases)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(entry, id);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[sizeof(ulong)..], count);
            frame.Write(entry);
        }

        if (Append(frame)) FlushSoon();
    }

    private void NoteOpened(FrameHeader header, ReadOnlySpan<byte> body)
    {
        var reader = new CallReader(this, body);
        string name = reader.Read<string?>() ?? "";
        string typeName = reader.Read<string?>() ?? "";
        reader.End();
        if ((header.Id & AliasBit) == 0) throw new InvalidDataException($"a name was opened as number {header.Id}, which is not one for names");
        Hosted? hosted = OfSession(Host.FindNamed(name, typeName, mayMake: Allows(AccessRights.Create)));
        lock (_references)
        {
            if (_exports.Count >= Limits.ReferencesMax) throw new InvalidDataException($"{_exports.Count} objects are held, the limit");
            if (!_exports.TryAdd(header.Id, new Export(hosted, 1))) throw new InvalidDataException($"a name was opened twice as number {header.Id}");
        }
    }

    private Export? FindExport(ulong id)
    {
        lock (_references) return _exports.GetValueOrDefault(id);
    }

    /// <summary>Counts one more reference to an object that <see cref="ObjectHost.Hold"/> gave.</summary>
    private ulong AddExport(Hosted hosted)
    {
        lock (_references)
        {
            if (_exportIds.TryGetValue(hosted, out ulong id))
            {
                _exports[id].Count++;
                // The connection's one hold on the object is there already.
                Host.Unhold(hosted);
                return id;
            }

            if (_hasReleased)
            {
                // A member has ended after the connection: nobody gets what it gives. The number stands in a frame that is not sent.
                Host.Unhold(hosted);
                return ++_lastExport;
            }

            if (_exports.Count >= Limits.ReferencesMax)
            {
                Host.Unhold(hosted);
                throw Errors.TooManyReferences(Address, Limits.ReferencesMax);
            }

            // Counted up and never used again: 63 bits do not come round.
            id = ++_lastExport;
            _exports.Add(id, new Export(hosted, 1));
            _exportIds.Add(hosted, id);
            return id;
        }
    }

    private void ReleaseExport(ulong id, ulong count)
    {
        Hosted? hosted;
        lock (_references)
        {
            // A number that is not there was released before, or never given: nothing to do for either.
            if (!_exports.TryGetValue(id, out Export? export)) return;
            if (count > export.Count && (id & AliasBit) == 0) throw new InvalidDataException($"{count} references to object {id} were released; {export.Count} were given");
            export.Count -= Math.Min(count, export.Count);
            if (export.Count > 0) return;
            _exports.Remove(id);
            hosted = export.Hosted;
            if (hosted is null || (id & AliasBit) != 0) return;
            _exportIds.Remove(hosted);
        }

        Host.Unhold(hosted);
    }

    /// <summary>Takes back an object, whoever holds it: later calls on it find it gone.</summary>
    internal void Withdraw(ulong id)
    {
        Hosted? hosted;
        lock (_references)
        {
            // The connection's end, or the other side, may have released it before.
            if (!_exports.Remove(id, out Export? export) || (hosted = export.Hosted) is null) return;
            _exportIds.Remove(hosted);
        }

        Host.Unhold(hosted);
    }

    /// <summary>Takes back the references of a frame that is not sent.</summary>
    internal void UndoReferences(CallWriter frame)
    {
        foreach ((ulong id, _) in frame.Exported ?? []) ReleaseExport(id, 1);
        frame.Exported = null;
    }

    private void ReleaseExports()
    {
        Hosted[] held;
        lock (_references)
        {
            _hasReleased = true;
            held = [.. _exportIds.Keys];
            _exports.Clear();
            _exportIds.Clear();
        }

        foreach (Hosted hosted in held) Host.Unhold(hosted);
    }
}
