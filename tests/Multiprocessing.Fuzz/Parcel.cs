namespace Multiprocessing.Fuzz;

/// <summary>A record with a member of each kind.</summary>
public sealed record Parcel(
    string Name, int Number, long? Maybe, double Weight, byte[] Bytes, string[] Lines, List<Parcel> Inside, Dictionary<string, int> Counts, DayOfWeek Day, DateTime When, Guid Id, (int Left, string Right) Pair, decimal Price)
{
    /// <summary>One with something in each member.</summary>
    public static Parcel Example { get; } = new(
        "tea", 3, 4_000_000_000, 0.5, [1, 2, 3], ["first", "second"], [new("inside", 0, null, 0, [], [], [], [], DayOfWeek.Sunday, DateTime.UnixEpoch, Guid.Empty, (0, ""), 0)],
        new Dictionary<string, int> { ["a"] = 1 }, DayOfWeek.Friday, new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc), new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (7, "right"), 9.99m);
}
