using System.Buffers.Binary;
using System.Runtime.Versioning;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Registry files that are not what they should be.</summary>
[SupportedOSPlatform("linux")]
public sealed class RegistryFileTests : IDisposable
{
    private readonly TestDomain _test = new();
    private readonly string _directory;
    private readonly string _file;

    public RegistryFileTests()
    {
        _directory = DomainName.Directory(_test.Name);
        _file = Path.Combine(_directory, ProcessRegistry.FileName);
        // An object in the domain keeps its registry when the last process leaves.
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_directory, "grid.mp"), "");
        Domain.At(_directory).Leave();
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory)) File.Delete(Path.Combine(_directory, "grid.mp"));
        _test.Dispose();
    }

    [Fact]
    public void File_Untouched_IsJoinedAgain() => Domain.At(_directory).Leave();

    [Fact]
    public void File_Empty_IsDamaged() => Damaged(static _ => [], "0 bytes");

    [Fact]
    public void File_TooShort_IsDamaged() => Damaged(static bytes => bytes[..300_000], "300000 bytes");

    [Fact]
    public void File_TooLong_IsDamaged() => Damaged(static bytes => [.. bytes, 0], $"{ProcessRegistry.Size + 1} bytes");

    [Fact]
    public void File_OfSomethingElse_IsDamaged() => Damaged(static bytes =>
    {
        bytes.AsSpan(0, 64).Fill((byte)'x');
        return bytes;
    }, "not a file of this library");

    [Fact]
    public void File_TooManySlots_IsDamaged() => Damaged(static bytes =>
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), 4097);
        return bytes;
    }, "4097 slots");

    [Fact]
    public void File_OtherVersion_SaysBoth()
    {
        Change(static bytes => Version(bytes, 77));
        DomainUnavailableException error = Refused(DomainFailure.RegistryVersion);
        Assert.Contains("layout version 77", error.Message, StringComparison.Ordinal);
        Assert.Contains($"version {ProcessRegistry.LayoutVersion}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_OtherVersionInAnEmptyDomain_IsReplaced()
    {
        Change(static bytes => Version(bytes, 77));
        File.Delete(Path.Combine(_directory, "grid.mp"));
        Domain.At(_directory).Leave();
    }

    [Fact]
    public void File_OtherVersionWithSomebodyLiving_IsNotReplaced()
    {
        File.Delete(Path.Combine(_directory, "grid.mp"));
        Domain living = Domain.At(_directory);
        using (FileStream stream = File.OpenWrite(_file))
        {
            stream.Position = 8;
            stream.WriteByte(77);
        }

        var error = Assert.Throws<DomainUnavailableException>(() => Domain.JoinAgain(_directory));
        Assert.Equal(DomainFailure.RegistryVersion, error.Failure);
        living.Leave();
    }

    [Fact]
    public void File_Directory_IsDamaged()
    {
        File.Delete(_file);
        Directory.CreateDirectory(_file);
        Refused(DomainFailure.RegistryDamaged);
    }

    [Fact]
    public void File_SymbolicLink_IsDamaged()
    {
        File.Move(_file, _file + ".mp");
        File.CreateSymbolicLink(_file, _file + ".mp");
        Refused(DomainFailure.RegistryDamaged);
        File.Delete(_file + ".mp");
    }

    [Fact]
    public void File_OfAnEarlierBoot_ForgetsItsProcesses()
    {
        // The word of a process that no kernel has marked, since its kernel is gone.
        Change(static bytes =>
        {
            bytes.AsSpan(32, 16).Fill(1);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)ProcessRegistry.LifeOffset + (4 * 4000)), 0x8000_1234);
            return bytes;
        });
        Domain domain = Domain.At(_directory);
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(File.ReadAllBytes(_file).AsSpan((int)ProcessRegistry.LifeOffset + (4 * 4000))));
        Assert.Equal([domain.Me], domain.DescribeLiving().Select(static d => d.Identity));
        domain.Leave();
    }

    [Fact]
    public void LifeWord_OfADeadProcessThatNoKernelMarked_IsToldByARecheck()
    {
        Domain domain = Domain.At(_directory);
        int slot = (ProcessIdentity.Slot(domain.Me) + 5) % ProcessIdentity.SlotCount;
        using (FileStream stream = File.OpenWrite(_file))
        {
            stream.Position = ProcessRegistry.LifeOffset + (4 * slot);
            stream.Write([0x34, 0x12, 0, 0x80]);
        }

        while (Volatile.Read(ref domain.Deaths.Value) == 0) DomainDirectory.Pause(TimeSpan.FromMilliseconds(20));
        Assert.Equal([domain.Me], domain.DescribeLiving().Select(static d => d.Identity));
        domain.Leave();
    }

    private static byte[] Version(byte[] bytes, uint version)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), version);
        return bytes;
    }

    private void Damaged(Func<byte[], byte[]> change, string part)
    {
        Change(change);
        Assert.Contains(part, Refused(DomainFailure.RegistryDamaged).Message, StringComparison.Ordinal);
    }

    private void Change(Func<byte[], byte[]> change) => File.WriteAllBytes(_file, change(File.ReadAllBytes(_file)));

    private DomainUnavailableException Refused(DomainFailure failure)
    {
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(_directory));
        Assert.Equal(failure, error.Failure);
        Assert.Contains(_directory, error.Message, StringComparison.Ordinal);
        return error;
    }
}
