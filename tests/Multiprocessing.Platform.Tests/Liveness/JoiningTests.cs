using System.Diagnostics;
using System.Runtime.Versioning;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Directories and registries that must not be trusted, and places where none can be made.</summary>
[SupportedOSPlatform("linux")]
public sealed class JoiningTests : IDisposable
{
    private readonly TestDomain _test = new();
    private readonly string _directory;

    public JoiningTests() => _directory = DomainName.Directory(_test.Name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(0x1E8u)] // 0750
    [InlineData(0x1C1u)] // 0701
    [InlineData(0x3FFu)] // 1777
    public void At_OpenToOthers_IsRefused(uint mode)
    {
        Directory.CreateDirectory(_directory);
        SetMode(_directory, mode);
        DomainUnavailableException error = Refused(DomainFailure.WrongMode);
        Assert.Contains(LivenessErrors.Octal(mode), error.Message, StringComparison.Ordinal);
        Assert.Contains("0700", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_SymbolicLink_IsRefused()
    {
        string target = Path.Combine(TestRun.TemporaryFolder, "target");
        Directory.CreateDirectory(target);
        SetMode(target, DomainAccess.PrivateDirectoryMode);
        Directory.CreateSymbolicLink(_directory, target);
        try
        {
            Assert.Contains("symbolic link", Refused(DomainFailure.NotADirectory).Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(target));
        }
        finally
        {
            File.Delete(_directory);
            Directory.Delete(target);
        }
    }

    [Fact]
    public void At_File_IsRefused()
    {
        File.WriteAllText(_directory, "");
        try
        {
            Refused(DomainFailure.NotADirectory);
        }
        finally
        {
            File.Delete(_directory);
        }
    }

    [Fact]
    public void At_DirectoryOfAnotherUser_IsRefused()
    {
        // Root can give its own directory away; anybody else finds one of root's.
        string directory = "/usr";
        if (Libc.geteuid() == 0)
        {
            directory = _directory;
            Directory.CreateDirectory(directory);
            SetMode(directory, DomainAccess.PrivateDirectoryMode);
            int descriptor = NativeFile.Open(directory, Libc.O_RDONLY | Libc.O_DIRECTORY);
            Assert.Equal(0, Libc.fchown(descriptor, 65534, 65534));
            NativeFile.Close(descriptor);
        }

        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(directory));
        Assert.Equal(DomainFailure.ForeignOwner, error.Failure);
        Assert.Contains("belongs to user", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_PlaceMissing_SaysWhichAndCanBeTriedAgain()
    {
        string place = Path.Combine(TestRun.TemporaryFolder, "place-" + _test.Name);
        string directory = Path.Combine(place, "mp-0-x");
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(directory));
        Assert.Equal(DomainFailure.PlaceMissing, error.Failure);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(place);
        Domain.At(directory).Leave();
        Directory.Delete(place);
    }

    [Fact]
    public void At_PlaceIsAFile_SaysSo()
    {
        string place = Path.Combine(TestRun.TemporaryFolder, "file-" + _test.Name);
        File.WriteAllText(place, "");
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(Path.Combine(place, "mp-0-x")));
        Assert.Equal(DomainFailure.PlaceMissing, error.Failure);
        File.Delete(place);
    }

    [Theory]
    [InlineData(Errno.EROFS, "read-only")]
    [InlineData(Errno.ENOSPC, "shm-size")]
    [InlineData(Errno.EACCES, "may not write")]
    [InlineData(Errno.EMFILE, "errno 24")]
    public void SystemError_OfAnyKind_SaysWhatToDo(int errno, string part)
    {
        DomainUnavailableException error = LivenessErrors.System("Making the domain", _directory, errno);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains(_directory, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Existing_IsRefused()
    {
        Domain domain = Domain.Create(_directory, new DomainAccess());
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.Create(_directory, new DomainAccess()));
        Assert.Equal(DomainFailure.Exists, error.Failure);
        domain.Leave();
    }

    [Fact]
    public void Create_ForAGroup_IsSharedAndStays()
    {
        Domain domain = Domain.Create(_directory, new DomainAccess { Group = Libc.getegid() });
        Assert.Equal("2770", Mode(_directory));
        Assert.Equal("660", Mode(Path.Combine(_directory, ProcessRegistry.FileName)));
        Assert.Equal(0x1B0u, domain.FileMode);
        domain.Leave();
        Assert.True(Directory.Exists(_directory));
        Domain again = Domain.At(_directory, shared: true);
        again.Leave();
    }

    [Fact]
    public void AtShared_PrivateDirectory_IsRefused()
    {
        Domain domain = Domain.At(_directory);
        domain.Leave();
        Directory.CreateDirectory(_directory);
        SetMode(_directory, DomainAccess.PrivateDirectoryMode);
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(_directory, shared: true));
        Assert.Equal(DomainFailure.WrongMode, error.Failure);
    }

    [Fact]
    public async Task Enter_HolderStopped_FailsAfterABoundedTimeAndNamesIt()
    {
        var stops = new TestProcessOptions { Environment = new Dictionary<string, string?> { ["MP_FAULT_STOP"] = "claim.locked" } };
        await using TestProcess holder = _test.Start<MemberVerb>(stops, "1");
        while (ProcessSignals.State(holder.Id) != 'T') DomainDirectory.Pause(TimeSpan.FromMilliseconds(5));
        long start = Stopwatch.GetTimestamp();
        DomainUnavailableException error = Refused(DomainFailure.Busy);
        Assert.True(Stopwatch.GetElapsedTime(start) >= DomainDirectory.Patience);
        Assert.Contains($"process {holder.Id}", error.Message, StringComparison.Ordinal);
        Assert.Contains("which is stopped", error.Message, StringComparison.Ordinal);

        holder.Continue();
        await holder.ExpectAsync("joined", Token);
        await holder.SendAsync("end");
        await holder.EndAsync(Token);
    }

    private DomainUnavailableException Refused(DomainFailure failure)
    {
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.At(_directory));
        Assert.Equal(failure, error.Failure);
        Assert.Contains(_directory, error.Message, StringComparison.Ordinal);
        return error;
    }

    private static void SetMode(string path, uint mode) => File.SetUnixFileMode(path, (UnixFileMode)mode);

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
