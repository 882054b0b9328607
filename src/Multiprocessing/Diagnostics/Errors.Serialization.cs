namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException ElementRefused(Type type, string reason, string allowed) => new(
        $"The bytes of {TypeNames.Full(type)} do not mean the same in every process: {reason}. Shared memory holds {allowed}. Replace the member by one of these.");
}
