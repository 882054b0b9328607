namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentException ElementRefused(Type type, string reason, string allowed) => new(
        $"The bytes of {TypeNames.Full(type)} do not mean the same in every process: {reason}. Shared memory holds {allowed}. Replace the member by one of these.");

    internal static ArgumentException MessageTypeRefused(Type type, string reason, string allowed, Exception? inner = null) => new(
        $"{TypeNames.Full(type)} cannot travel to another process: {reason}. In a message stand {allowed}. Replace the member by one of these, or mark it [PropertyShape(Ignore = true)].",
        inner);

    internal static ArgumentException MessageRefused(Type type, string reason) => new(
        $"This {TypeNames.Full(type)} cannot travel to another process: {reason}.");

    internal static ArgumentException MessageNotWritten(Type type, int depth, Exception inner) => new(
        $"This {TypeNames.Full(type)} cannot be written as a message: {inner.GetBaseException().Message} Objects may lie {depth} deep in each other, and a property must give its value when it is read.",
        inner);

    internal static InvalidMessageException MessageUnreadable(Type type, long size, string found, Exception? inner) => new(TypeNames.Full(type), size,
        $"A message of {size} bytes is no {TypeNames.Full(type)}: {found}. It was written by another version of the program, or was damaged. Build the programs at both ends with the same version of the type.",
        inner);

    internal static InvalidMessageException HandleDamaged(string found) => new("handle", 0,
        $"A handle in a message names no shared object: {found}. It was written by another version of the library, or was damaged. Use the same version at both ends.");

    internal static InvalidMessageException PlainDamaged(Type type, long size, int elementSize) => new(TypeNames.Full(type), size,
        $"{size} bytes in a message are no values of {TypeNames.Full(type)}, which have {elementSize} bytes each. They were written by another version of the program, or damaged. Build the programs at both ends with the same version of the type.");

    internal static ArgumentNullException MessageNull(Type type, string parameter) => new(parameter,
        $"A message of {TypeNames.Short(type)} cannot be null: its bytes are the elements alone. Send an empty one, or put it into a record.");

    internal static ArgumentException MessageTooLarge(Type type, long size) => new(
        $"{size} bytes of {TypeNames.Full(type)} are more than one message holds, which is 2 GiB at most. Send them in parts, or share a SharedArray.");

    internal static ArgumentException NotShared(Type type) => new(
        $"{TypeNames.Full(type)} cannot be shared between processes. Only the library's own shared objects have handles: locks, events, queues, arrays and so on.");

    internal static ArgumentException ShapeMissing(Type type) => new(
        $"{TypeNames.Full(type)} cannot travel: this program was compiled ahead of time or trimmed, and neither generated code nor a shape of the type is in it. " +
        $"Name it by [assembly: Message(typeof({TypeNames.Short(type)}))]; where the generator cannot write its code, put [GenerateShapeFor<{TypeNames.Short(type)}>] on a partial class and call KnownTypes.AddShapes with its GeneratedTypeShapeProvider when the program starts.");

    internal static InvalidOperationException DefaultSerializerInUse(string used, string wanted) => new(
        $"The default message serializer '{used}' is in use already; '{wanted}' was set too late. Set MessageSerializer.Default before the first queue or pipe is made, best in a module initializer.");

    internal static InvalidOperationException CarriesItself(string kind, string name) => new(
        $"{kind} '{name}' cannot travel in its own message: as long as the message lies in it, it would keep itself alive. Send it through another, or open it by name.");

    internal static InvalidOperationException TravelsWithOwner(string what, string name, string owner) => new(
        $"The {what} '{name}' cannot travel alone: it is a part of its {owner}. Send the {owner}, and use its lock there.");

    internal static InvalidOperationException OtherDomain(string kind, string name, string carrierKind, string carrier) => new(
        $"{kind} '{name}' lies in another domain than {carrierKind} '{carrier}', which cannot keep it alive. Make both in one domain (MP_DOMAIN).");

    internal static InvalidOperationException CannotCarry() => new(
        "A shared object stands in a message that cannot carry shared objects, since nothing would keep it alive on the way. Send it through a queue or pipe, or as an argument of a child process.");
}
