namespace Multiprocessing.Serialization;

/// <summary>What the built-in serializer knows of a message type; see <see cref="MessageType{T}"/>.</summary>
internal abstract class MessageType
{
    private protected MessageType(string description, bool carriesShared)
    {
        Description = description;
        CarriesShared = carriesShared;
    }

    internal string Description { get; }

    internal bool CarriesShared { get; }
}
