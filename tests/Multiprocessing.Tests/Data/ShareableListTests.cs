using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Multiprocessing.Tests.Data;

public sealed class ShareableListTests : IDisposable
{
    private readonly string _name = $"mp-test-list-{Guid.NewGuid():N}";

    /// <summary>The values of the recorded expressions, in C#.</summary>
    private static readonly Dictionary<string, object?[]> s_values = new()
    {
        ["""[1, 2.5, True, None, "abc", b"xy"]"""] = [1, 2.5, true, null, "abc", "xy"u8.ToArray()],
        ["[]"] = [],
        ["""["", b"", "exactly8", "ninechars"]"""] = ["", Array.Empty<byte>(), "exactly8", "ninechars"],
        ["""["€"]"""] = ["€"],
        ["""[b"trail\0\0", "s\0"]"""] = ["trail\0\0"u8.ToArray(), "s\0"],
        ["[-1, 2**63-1, -2**63]"] = [-1, long.MaxValue, long.MinValue],
        ["[1]"] = [1],
    };

    private static readonly Dictionary<string, Action<ShareableList>> s_operations = new()
    {
        ["l[0] = 7"] = static l => l[0] = 7,
        ["l[0] = \"hi\""] = static l => l[0] = "hi",
        ["l[4] = 5"] = static l => l[4] = 5,
        ["l[4] = \"12345678\""] = static l => l[4] = "12345678",
        ["l[4] = \"123456789\""] = static l => l[4] = "123456789",
        ["l[5] = None"] = static l => l[5] = null,
        ["l[3] = False"] = static l => l[3] = false,
        ["l[5] = b\"\""] = static l => l[5] = Array.Empty<byte>(),
        ["l[1] = 1"] = static l => l[1] = 1,
        ["l[-1] = 3"] = static l => l[^1] = 3,
        ["l[0] = [1]"] = static l => l[0] = new object[] { 1 },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => ShareableList.Remove(_name);

    private string Bytes()
    {
        using var raw = SharedMemory.Open(_name);
        return Convert.ToHexStringLower(raw.AsSpan());
    }

    private static JsonElement Vectors(string version) =>
        JsonDocument.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "Data", $"shareable-list-{version}.json"))).RootElement.GetProperty("vectors");

    [Fact]
    public void Lists_OfTheRecordings_AreTheSameByteForByte()
    {
        int compared = 0;
        foreach (JsonElement vector in Vectors("3.12.1").EnumerateArray().Where(static v => s_values.ContainsKey(v.GetProperty("expr").GetString()!)))
        {
            using (var list = ShareableList.Create(_name, s_values[vector.GetProperty("expr").GetString()!]))
            {
                Assert.Equal(vector.GetProperty("hex").GetString(), Bytes());
                Assert.Equal(vector.GetProperty("format").GetString(), list.Format);
                Assert.Equal(vector.GetProperty("reads").GetString(), Repr(list));
                compared += vector.TryGetProperty("then", out JsonElement then) ? CompareOperations(list, then) : 1;
            }

            ShareableList.Remove(_name);
        }

        Assert.Equal(18, compared);
    }

    private int CompareOperations(ShareableList list, JsonElement operations)
    {
        int compared = 1;
        foreach (JsonElement operation in operations.EnumerateArray())
        {
            // Half of a word that CPython has zeroed before it found that the number is too large: here nothing is written, and no C# number is so large.
            if (!s_operations.TryGetValue(operation.GetProperty("op").GetString()!, out Action<ShareableList>? perform)) continue;
            bool fails = operation.GetProperty("error").ValueKind == JsonValueKind.String;
            if (fails) Assert.ThrowsAny<ArgumentException>(() => perform(list));
            else perform(list);
            if (!fails || compared > 1) Assert.Equal(operation.GetProperty("hex").GetString(), Bytes());
            compared++;
        }

        return compared;
    }

    [Fact]
    public void Open_OfTheLayoutOfPython38_IsRefused()
    {
        foreach (JsonElement vector in Vectors("3.8.18").EnumerateArray().Where(static v => v.TryGetProperty("hex", out _)))
        {
            byte[] bytes = Convert.FromHexString(vector.GetProperty("hex").GetString()!);
            using (var raw = SharedMemory.Create(_name, bytes.Length)) bytes.CopyTo(raw.AsSpan());
            Assert.Contains("3.9 or later", Assert.Throws<SegmentCorruptException>(() => ShareableList.Open(_name)).Message, StringComparison.Ordinal);
            SharedMemory.Remove(_name);
        }
    }

    [Fact]
    public void Text_ThatCPythonCuts_IsReportedAndHereStoredWhole()
    {
        JsonElement cut = Vectors("3.12.1").EnumerateArray().Single(static v => v.GetProperty("expr").GetString() == "[\"€€€€€€€\"]");
        byte[] bytes = Convert.FromHexString(cut.GetProperty("hex").GetString()!);
        using (var raw = SharedMemory.Create(_name, bytes.Length)) bytes.CopyTo(raw.AsSpan());
        using (var list = ShareableList.Open(_name)) Assert.Contains("CPython cuts text", Assert.Throws<SegmentCorruptException>(() => list[0]).Message, StringComparison.Ordinal);
        ShareableList.Remove(_name);
        using var whole = ShareableList.Create(_name, ["€€€€€€€"]);
        Assert.Equal("€€€€€€€", whole[0]);
        Assert.Equal("24s", whole.Format);
    }

    [Fact]
    public void Items_OfEveryType_ComeBack()
    {
        using var list = ShareableList.Create([(byte)1, (sbyte)-1, (short)2, (ushort)3, 4, 5u, 6L, 7ul, 1.5f, (Half)2.5, 3.5, true, "text", new byte[] { 1, 0, 2 }, null]);
        Assert.Equal([1L, -1L, 2L, 3L, 4L, 5L, 6L, 7L, 1.5, 2.5, 3.5, true, "text", null], list.Where(static item => item is not byte[]));
        Assert.Equal(new byte[] { 1, 0, 2 }, list[13]);
        Assert.Null(list[^1]);
        Assert.Equal(15, list.Count);
        list[4] = double.NaN;
        Assert.Equal(double.NaN, list[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[15]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentException>(() => list[0] = 'c');
        Assert.Throws<ArgumentException>(() => list[0] = "\ud800");
        Assert.Throws<ArgumentOutOfRangeException>(() => list[0] = ulong.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[0] = "ninechars");
        Assert.Throws<ArgumentException>(() => ShareableList.Create([DateTime.UnixEpoch]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareableList.Create([new byte[10_000_000]]));
        ShareableList.Remove(list.Name);
    }

    [Fact]
    public void Search_ComparesAsPythonDoes()
    {
        using var list = ShareableList.Create(_name, ["1", "1"u8.ToArray(), 1.0, true, 1, null, 9007199254740993, 9007199254740992.0]);
        Assert.Equal(2, list.IndexOf(1));
        Assert.Equal(3, list.CountOf(1));
        Assert.Equal(3, list.CountOf(true));
        Assert.Equal(1, list.IndexOf("1"u8.ToArray()));
        Assert.Equal(0, list.IndexOf("1"));
        Assert.Equal(5, list.IndexOf(null));
        Assert.Equal(6, list.IndexOf(9007199254740993));
        Assert.Equal(7, list.IndexOf(9007199254740992));
        Assert.Equal(-1, list.IndexOf(double.NaN));
        Assert.Equal(-1, list.IndexOf('1'));
        Assert.Equal(0, list.CountOf(2));
    }

    [Fact]
    public void Open_OfDamagedBytes_IsRefusedOrReads()
    {
        using (ShareableList.Create(_name, [1, 2.5, true, null, "abc", "xy"u8.ToArray()]))
        {
        }

        using var raw = SharedMemory.Open(_name);
        byte[] whole = raw.AsSpan().ToArray();
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            whole.CopyTo(raw.AsSpan());
            for (int flips = random.Next(1, 4); flips > 0; flips--) raw.AsSpan()[random.Next(whole.Length)] = (byte)random.Next(256);
            try
            {
                using var list = ShareableList.Open(_name);
                for (int i = 0; i < list.Count; i++) ReadOrFail(list, i);
                list[0] = "12345678";
            }
            catch (SegmentCorruptException)
            {
                // The clear error that damage may get.
            }
        }

        static void ReadOrFail(ShareableList list, int index)
        {
            try
            {
                _ = list[index];
            }
            catch (SegmentCorruptException)
            {
                // The clear error that damage may get.
            }
        }
    }

    [Fact]
    public async Task Python_MakesAndChangesLists_WeReadAndChangeThem()
    {
        await using var python = PythonProcess.Start("shareable_list_peer.py");
        await AskAsync(python, $"make('{_name}', [1, 2.5, True, None, 'häßlich€', b'xy', 'x' * 20])");
        using var list = ShareableList.Open(_name);
        Assert.Equal([1L, 2.5, true, null, "häßlich€", null, new string('x', 20)], list.Select(static item => item is byte[]? null : item));
        list[0] = "ab";
        list[6] = 12;
        list[5] = true;
        Assert.Equal("['ab', 2.5, True, None, 'häßlich€', True, 12]", await AskAsync(python, $"items('{_name}')"));
        await AskAsync(python, $"put('{_name}', 6, 'nineteen characters')");
        Assert.Equal("nineteen characters", list[6]);
        await AskAsync(python, $"unlink('{_name}')");
        await python.SayAsync("end", Token);
        await python.EndAsync(Token);
    }

    [Fact]
    public async Task RandomLists_MadeAndChangedByBoth_AreTheSameByteForByte()
    {
        await using var python = PythonProcess.Start("shareable_list_peer.py");
        var random = new Random(7);
        for (int round = 0; round < 40; round++)
        {
            object?[] values = [.. Enumerable.Range(0, random.Next(8)).Select(_ => RandomValue(random))];
            string theirs = $"{_name}-{round.ToString(CultureInfo.InvariantCulture)}";
            using var list = ShareableList.Create(_name, values);
            Assert.Equal($"'{Bytes()}'", await AskAsync(python, $"make('{theirs}', {Repr(values)})"));
            for (int change = 0; change < 5 && list.Count > 0; change++)
            {
                int index = random.Next(list.Count);
                object? value = RandomValue(random);
                string answer = await AskAsync(python, $"put('{theirs}', {index.ToString(CultureInfo.InvariantCulture)}, {Repr([value])[1..^1]})");
                if (answer == "ValueError")
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => list[index] = value);
                    continue;
                }

                list[index] = value;
                Assert.Equal($"'{Bytes()}'", answer);
                Assert.Equal(Repr(list), await AskAsync(python, $"items('{theirs}')"));
            }

            await AskAsync(python, $"unlink('{theirs}')");
            ShareableList.Remove(_name);
        }

        await python.SayAsync("end", Token);
        await python.EndAsync(Token);
    }

    [Fact]
    public async Task Python_AttachesToOurs_AndChangesIt()
    {
        using var list = ShareableList.Create(_name, [1, "€€€€€€€", null]);
        await using var python = PythonProcess.Start("shareable_list_peer.py");
        Assert.Equal("3", await AskAsync(python, $"attach('{_name}')"));
        Assert.Equal("[1, '€€€€€€€', None]", await AskAsync(python, $"items('{_name}')"));
        await AskAsync(python, $"put('{_name}', 0, -5)");
        Assert.Equal(-5L, list[0]);
        await python.SayAsync("end", Token);
        await python.EndAsync(Token);
        Assert.True(ShareableList.Remove(_name));
    }

    private static async Task<string> AskAsync(PythonProcess python, string expression)
    {
        await python.SayAsync(expression, Token);
        return await python.ReadAsync(Token);
    }

    private static object? RandomValue(Random random) => random.Next(7) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => random.NextDouble() * 1000,
        2 => random.Next(2) == 0,
        3 => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next('a', 'z'))]),
        4 => new string('é', random.Next(5)),
        5 => Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next('a', 'z')).ToArray(),
        _ => null,
    };

    /// <summary>As Python prints a list of such items.</summary>
    private static string Repr(IEnumerable<object?> items) => $"[{string.Join(", ", items.Select(static item => item switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => $"'{text}'",
        byte[] bytes => $"b'{Encoding.ASCII.GetString(bytes)}'",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(item, CultureInfo.InvariantCulture)!,
    }))}]";
}
