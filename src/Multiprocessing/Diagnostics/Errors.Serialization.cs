using Multiprocessing.Serialization;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException ElementRefused(Type type, string reason) => new(
        $"The bytes of {TypeNames.Full(type)} do not mean the same in every process: {reason}. Shared memory holds {ElementLeaves.Allowed}. Replace the member by one of these.");
}
