namespace Multiprocessing.Tests.Serialization;

/// <summary>A carrier that notes what is asked of it.</summary>
internal sealed class FakeScope : TransferScope
{
    internal List<object> Held { get; } = [];

    /// <summary>What was attached, also what was given up again.</summary>
    internal List<FakeShared> Seen { get; } = [];

    internal IReadOnlyList<object> Attached => [.. Attachments.Select(attachment => attachment.Object)];

    internal override string? Hold(object target)
    {
        Held.Add(target);
        return $"hold {Held.Count}";
    }

    internal override void Commit()
    {
    }

    private protected override void End()
    {
    }
}
