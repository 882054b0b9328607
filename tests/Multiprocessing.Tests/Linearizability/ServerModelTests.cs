using System.Globalization;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Linearizability;

/// <summary>The models of a server's objects accept histories that these can have, and no others. A call: client, what, operand, result, begin, end.</summary>
public sealed class ServerModelTests
{
    private static readonly Dictionary<string, int> s_kinds = new(StringComparer.Ordinal)
    {
        ["read"] = RegisterModel.Read,
        ["write"] = RegisterModel.Write,
        ["exchange"] = RegisterModel.Exchange,
        ["add"] = CounterModel.Add,
        ["sum"] = CounterModel.Read,
        ["enter"] = GrantModel.Enter,
        ["exit"] = GrantModel.Exit,
        ["hold"] = GrantModel.Hold,
        ["put"] = LeaseQueueModel.Put,
        ["take"] = LeaseQueueModel.Take,
        ["done"] = LeaseQueueModel.Done,
        ["return"] = LeaseQueueModel.Return,
        ["lose"] = LeaseQueueModel.Lose,
        ["death"] = HistoryCall.Death,
    };

    [Theory]
    [InlineData(true, "1 write 5 0 1 2 | 2 read 0 5 3 4")]
    [InlineData(false, "1 write 5 0 1 2 | 2 read 0 0 3 4")]
    [InlineData(true, "1 write 5 0 1 4 | 2 read 0 0 2 3")]
    [InlineData(false, "1 write 5 0 1 9 | 2 read 0 5 2 3 | 2 read 0 0 4 5")]
    [InlineData(true, "1 write 5 0 1 never | 2 read 0 0 2 3 | 2 read 0 5 4 5")]
    [InlineData(true, "1 exchange 0>7 1 1 2 | 2 exchange 0>8 0 3 4 | 2 read 0 7 5 6")]
    [InlineData(false, "1 exchange 0>7 1 1 4 | 2 exchange 0>8 1 1 4")]
    public void Register_History_Judged(bool isLinearizable, string history) => Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new RegisterModel(), Parse(history)));

    [Theory]
    [InlineData(true, "1 add 5 5 1 4 | 2 add 2 7 1 4 | 3 sum 0 7 5 6")]
    [InlineData(false, "1 add 5 5 1 4 | 2 add 2 2 1 4")]
    [InlineData(true, "1 add 5 0 1 never | 2 add 2 2 3 4 | 2 sum 0 7 5 6")]
    [InlineData(false, "1 add 5 0 1 never | 2 add 2 12 3 4")]
    public void Counter_History_Judged(bool isLinearizable, string history) => Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new CounterModel(), Parse(history)));

    [Theory]
    [InlineData(true, "1 enter 10 1 1 2 | 1 exit 10 0 3 never | 2 enter 20 2 4 5")]
    [InlineData(false, "1 enter 10 1 1 2 | 2 enter 20 2 4 5")]
    [InlineData(false, "1 enter 10 1 1 2 | 1 exit 10 0 3 never | 2 enter 20 1 4 5")]
    [InlineData(false, "1 enter 10 1 1 2 | 1 exit 10 0 3 never | 2 enter 20 3 4 5")]
    [InlineData(true, "1 enter 10 1 1 2 | 1 death 0 0 2 never | 2 enter 20 2 4 5")]
    [InlineData(false, "1 enter 10 1 1 2 | 1 exit 10 0 3 never | 2 enter 20 2 4 5 | 1 hold 10 0 6 7")]
    [InlineData(false, "1 enter 10 -1 1 2")]
    [InlineData(true, "1 enter 10 1 1 2 | 2 enter 20 -1 3 4 | 1 hold 10 0 5 6")]
    public void Grant_History_Judged(bool isLinearizable, string history) => Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new GrantModel(), Parse(history)));

    [Theory]
    [InlineData(true, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 2 death 0 0 4 never | 3 take 0 7 5 6")]
    [InlineData(false, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 3 take 0 7 5 6")]
    [InlineData(false, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 2 done 7 0 5 6 | 2 death 0 0 6 never | 3 take 0 7 7 8")]
    [InlineData(true, "1 put 7 1 1 2 | 1 put 8 1 3 4 | 2 take 0 7 5 6 | 2 return 7 0 7 never | 3 take 0 7 8 9 | 3 take 0 8 10 11")]
    [InlineData(false, "1 put 7 1 1 2 | 1 put 8 1 3 4 | 2 take 0 8 5 6")]
    [InlineData(false, "1 put 7 1 1 2 | 2 take 0 nothing 3 4")]
    [InlineData(false, "1 put 7 0 1 2")]
    [InlineData(true, "1 put 7 1 1 2 | 1 put 8 1 3 4 | 1 put 9 0 5 6")]
    public void Jobs_History_Judged(bool isLinearizable, string history) => Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new LeaseQueueModel(capacity: 2, isJoinable: true), Parse(history)));

    [Theory]
    [InlineData(true, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 2 lose 0 0 4 never | 3 take 0 7 5 6")]
    [InlineData(true, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 2 lose 0 0 4 never | 3 take 0 nothing 5 6")]
    [InlineData(false, "1 put 7 1 1 2 | 2 take 0 7 3 4 | 3 take 0 7 5 6")]
    [InlineData(false, "1 put 7 1 1 2 | 1 put 8 1 3 4 | 2 take 0 7 5 6 | 2 take 0 8 7 8 | 2 lose 0 0 8 never | 3 take 0 7 9 10")]
    public void Queue_History_Judged(bool isLinearizable, string history) => Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new LeaseQueueModel(capacity: 2, isJoinable: false), Parse(history)));

    private static List<HistoryCall> Parse(string history)
    {
        var calls = new List<HistoryCall>();
        foreach (string call in history.Split('|', StringSplitOptions.TrimEntries))
        {
            string[] words = call.Split(' ');
            long[] operands = [.. words[2].Split('>').Select(Number)];
            calls.Add(new HistoryCall((int)Number(words[0]), s_kinds[words[1]], operands.Length == 2 ? RegisterModel.Pair(operands[0], operands[1]) : operands[0], Number(words[3]), Number(words[4]), Number(words[5])));
        }

        return calls;
    }

    private static long Number(string word) => word switch
    {
        "never" => long.MaxValue,
        "nothing" => QueueModel.Nothing,
        _ => long.Parse(word, CultureInfo.InvariantCulture),
    };
}
