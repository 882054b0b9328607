using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Linearizability;

/// <summary>The checker accepts histories that an object can have, and no others.</summary>
public sealed class LinearizabilityCheckerTests
{
    private const long Never = long.MaxValue;

    public static TheoryData<string, bool, string> LockHistories => new()
    {
        { "one after the other", true, "1 enter 0 1 2 | 1 exit 0 3 4 | 2 enter 0 5 6" },
        { "overlapping", true, "1 enter 0 1 9 | 2 enter 0 1 4 | 2 exit 0 5 6" },
        { "two inside", false, "1 enter 0 1 2 | 2 enter 0 3 4 | 1 exit 0 5 6" },
        { "try fails on a free lock", false, "1 try -1 1 2" },
        { "try fails beside a holder", true, "1 enter 0 1 5 | 2 try -1 2 3" },
        { "death told", true, "1 enter 0 1 2 | 1 death 0 2 never | 2 enter 1 3 6" },
        { "death not told", false, "1 enter 0 1 2 | 1 death 0 2 never | 2 enter 0 3 6" },
        { "death told twice", false, "1 enter 0 1 2 | 1 death 0 2 never | 2 enter 1 3 6 | 2 exit 0 7 8 | 3 enter 1 9 10" },
        { "killed while entering", true, "1 enter 0 1 never | 1 death 0 1 never | 2 enter 1 3 6" },
        { "killed while leaving", true, "1 enter 0 1 2 | 1 exit 0 3 never | 1 death 0 3 never | 2 enter 0 3 6" },
        { "held by one who died while entering", false, "1 enter 0 1 never | 1 death 0 1 never | 2 try -1 4 5 | 3 enter 0 6 7" },
        { "told of a death of nobody", false, "1 enter 0 1 2 | 1 exit 0 3 4 | 2 enter 1 5 6" },
    };

    [Theory]
    [MemberData(nameof(LockHistories))]
    public void Lock_History_Judged(string what, bool isLinearizable, string history)
    {
        Assert.NotEmpty(what);
        Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new LockModel(), Parse(history)));
    }

    [Theory]
    [InlineData(true, "1 enter 0 1 2 | 2 enter 0 3 4 | 3 try 0 5 6")]
    [InlineData(false, "1 enter 0 1 2 | 2 enter 0 3 4 | 3 try 1 5 6")]
    [InlineData(true, "1 enter 0 1 2 | 2 enter 0 3 4 | 3 enter 0 5 8 | 1 exit 1 6 7")]
    [InlineData(true, "1 enter 0 1 2 | 2 enter 0 3 4 | 1 death 0 4 never | 3 enter 0 5 8")]
    [InlineData(false, "1 enter 0 1 2 | 2 enter 0 3 4 | 1 death 0 4 never | 3 enter 0 5 8 | 4 enter 0 9 10")]
    [InlineData(false, "1 exit 1 1 2")]
    public void Semaphore_History_Judged(bool isLinearizable, string history) =>
        Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new SemaphoreModel(initial: 2, maximum: 2, clients: 4, permitsComeBack: true), Parse(history)));

    [Theory]
    [InlineData(true, "1 put 7 0 1 2 | 2 take 0 7 3 4")]
    [InlineData(false, "1 put 7 0 1 2 | 1 put 8 0 3 4 | 2 take 0 8 5 6")]
    [InlineData(true, "1 put 7 0 1 4 | 2 put 8 0 1 4 | 2 take 0 8 5 6 | 2 take 0 7 7 8")]
    [InlineData(false, "1 put 7 0 1 2 | 2 take 0 7 3 4 | 3 take 0 7 5 6")]
    [InlineData(true, "1 put 7 0 1 never | 2 take 0 7 3 4")]
    [InlineData(true, "1 put 7 0 1 never | 2 trytake 0 nothing 3 4")]
    [InlineData(false, "1 put 7 0 1 2 | 2 trytake 0 nothing 3 4")]
    [InlineData(true, "1 put 7 0 1 2 | 3 take 0 0 2 never | 2 trytake 0 nothing 3 4")]
    [InlineData(false, "1 put 7 0 1 2 | 1 put 8 0 3 4 | 1 put 9 0 5 6")]
    public void Queue_History_Judged(bool isLinearizable, string history) =>
        Assert.Equal(isLinearizable, LinearizabilityChecker.IsLinearizable(new QueueModel(capacity: 2), ParseQueue(history)));

    [Fact]
    public void Check_WrongHistory_MessageShowsTheCall()
    {
        var error = Assert.Throws<LinearizabilityException>(() => LinearizabilityChecker.Check(new LockModel(), Parse("1 enter 0 1 2 | 2 enter 0 3 4")));
        Assert.Contains("> ", error.Message, StringComparison.Ordinal);
        Assert.Contains("client 2: Enter", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Histories made by running the model, then stretched at random, are accepted; with one result changed, most are not.</summary>
    [Fact]
    public void Queue_RandomHistories_AcceptedUntilAResultIsChanged()
    {
        int refused = 0;
        const int Rounds = 15;
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var history = RandomQueueHistory(random, calls: 400);
            LinearizabilityChecker.Check(new QueueModel(16), history);
            int wrong = history.FindIndex(static c => c is { Kind: QueueModel.Take });
            int other = history.FindLastIndex(static c => c is { Kind: QueueModel.Take });
            (history[wrong], history[other]) = (history[wrong] with { Result = history[other].Result }, history[other] with { Result = history[wrong].Result });
            if (!LinearizabilityChecker.IsLinearizable(new QueueModel(16), history)) refused++;
        }

        Assert.Equal(Rounds, refused);
    }

    /// <summary>Calls take effect at 10, 20, 30 …; each began up to 25 before and ended up to 25 after, so some overlap. A client has one call at a time.</summary>
    private static List<HistoryCall> RandomQueueHistory(Random random, int calls)
    {
        var history = new List<HistoryCall>();
        var free = new long[6];
        var items = new Queue<long>();
        for (int i = 1; i <= calls; i++)
        {
            long now = i * 10;
            int client = Enumerable.Range(0, free.Length).OrderBy(c => free[c]).First();
            long begin = Math.Max(free[client] + 1, now - random.Next(25));
            long end = now + random.Next(25);
            free[client] = end;
            if (items.Count == 0 || (items.Count < 16 && random.Next(2) == 0))
            {
                items.Enqueue(i);
                history.Add(new HistoryCall(client, QueueModel.Put, i, 0, begin, end));
            }
            else
            {
                history.Add(new HistoryCall(client, QueueModel.Take, 0, items.Dequeue(), begin, end));
            }
        }

        return history;
    }

    // "client call result begin end", separated by bars.
    private static List<HistoryCall> Parse(string text) => [.. text.Split('|').Select(static part =>
    {
        string[] words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int kind = words[1] switch { "enter" => LockModel.Enter, "try" => LockModel.TryEnter, "exit" => LockModel.Exit, _ => HistoryCall.Death };
        long operand = kind == SemaphoreModel.Release ? Number(words[2]) : 0;
        return new HistoryCall((int)Number(words[0]), kind, operand, Number(words[2]), Number(words[3]), Number(words[4]));
    })];

    // "client call operand result begin end", separated by bars.
    private static List<HistoryCall> ParseQueue(string text) => [.. text.Split('|').Select(static part =>
    {
        string[] words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int kind = words[1] switch { "put" => QueueModel.Put, "take" => QueueModel.Take, _ => QueueModel.TryTake };
        return new HistoryCall((int)Number(words[0]), kind, Number(words[2]), Number(words[3]), Number(words[4]), Number(words[5]));
    })];

    private static long Number(string word) => word switch
    {
        "never" => Never,
        "nothing" => QueueModel.Nothing,
        _ => long.Parse(word, System.Globalization.CultureInfo.InvariantCulture),
    };
}
