namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks an object as the class that it is.</summary>
internal sealed class UnionCaseCheck<TUnion, TCase>(ValueCheck<TCase> check) : ValueCheck<TUnion>
{
    internal override string? Find(TUnion? value, int depth) => check.Find((TCase?)(object?)value, depth);
}
